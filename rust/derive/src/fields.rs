// SPDX-License-Identifier: Apache-2.0
//! A check of the fields that a type really has.
//!
//! A derive sees tokens. What the compiler makes of them can differ: an attribute macro below the
//! derive may add a field, and a macro in place of a type may answer differently each time that it
//! is expanded. So the tokens of a type prove nothing. The check stands in the implementation
//! itself, takes a value apart with a pattern that must name every field, and has the compiler
//! infer the types.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DataEnum, Field, Fields, Index, Member, Path, Variant};

/// Statements that are legal in a method with `&self` if the struct has these fields, no others,
/// and the type of each is one that `krate::check` takes a pointer to.
pub fn of_struct(fields: &Fields, krate: &Path, check: &str) -> TokenStream {
    let members: Vec<Member> = members(fields).collect();
    let checks = fields.iter().zip(&members).map(|(field, member)| {
        let check = path_at(field, krate, check);
        quote_spanned!(span_of(field)=> #check(&raw const self.#member);)
    });
    quote! {
        // The first pattern is none for a union, the second only names all fields. Neither refers
        // to a field, nor does `&raw const`, so a packed struct passes.
        let Self { .. } = *self;
        let Self { #(#members: _,)* } = *self;
        #(#checks)*
    }
}

/// The same for all variants of an enum.
pub fn of_enum(data: &DataEnum, krate: &Path, check: &str) -> TokenStream {
    let arms = data
        .variants
        .iter()
        .map(|variant| arm(variant, krate, check));
    quote!(match *self { #(#arms)* })
}

fn arm(variant: &Variant, krate: &Path, check: &str) -> TokenStream {
    let name = &variant.ident;
    let members = members(&variant.fields);
    let bindings: Vec<Ident> = (0..variant.fields.len())
        .map(|index| format_ident!("field_{index}", span = Span::mixed_site()))
        .collect();
    let checks = variant
        .fields
        .iter()
        .zip(&bindings)
        .map(|(field, binding)| {
            let check = path_at(field, krate, check);
            quote_spanned!(span_of(field)=> #check(#binding);)
        });
    quote!(Self::#name { #(#members: ref #bindings,)* } => { #(#checks)* })
}

/// The names of fields, as a pattern in braces takes them: numbers for a tuple.
pub fn members(fields: &Fields) -> impl Iterator<Item = Member> {
    fields
        .iter()
        .enumerate()
        .map(|(index, field)| match &field.ident {
            Some(name) => Member::Named(name.clone()),
            None => Member::Unnamed(Index::from(index)),
        })
}

/// `krate::function`, all of it at the place of the field, so that an error is shown there.
fn path_at(field: &Field, krate: &Path, function: &str) -> TokenStream {
    crate::bound::path_at(span_of(field), krate, function)
}

fn span_of(field: &Field) -> Span {
    field.ty.span().resolved_at(Span::call_site())
}
