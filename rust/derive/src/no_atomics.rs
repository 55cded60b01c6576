// SPDX-License-Identifier: Apache-2.0
//! `derive(NoAtomics)`: one bound for the type of each field, and a check of the fields themselves.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DataUnion, DeriveInput, Error, Fields, Path, Type};

use crate::bound::bound;
use crate::fields;
use crate::options::crate_path;

/// The function of the crate that takes a pointer to a type with the trait.
const CHECK: &str = "__has_no_atomics";

pub fn expand(input: &DeriveInput) -> syn::Result<TokenStream> {
    let krate = crate_path(input)?;
    let name = &input.ident;
    let (impl_generics, type_generics, clause) = input.generics.split_for_impl();
    let declared = clause
        .map(|clause| &clause.predicates)
        .into_iter()
        .flatten();
    let types = field_types(&input.data)?;
    let bounds = types.iter().map(|ty| bound(ty, &krate, "NoAtomics"));
    let check = field_check(&input.data, &krate)?;
    Ok(quote! {
        // SAFETY: contract of `NoAtomics`: a value is made of its fields, none of which has an
        // atomic in it (the method below does not compile else), and of padding and the tag of an
        // enum, which only the compiler reads and writes, without atomics.
        #[automatically_derived]
        unsafe impl #impl_generics #krate::NoAtomics for #name #type_generics
        where
            #(#declared,)*
            #(#bounds,)*
        {
            #[inline]
            fn __assert_fields(&self) {
                #check
            }
        }
    })
}

/// Statements that compile only if every field of a value of the type has the trait.
fn field_check(data: &Data, krate: &Path) -> syn::Result<TokenStream> {
    match data {
        Data::Struct(data) => Ok(fields::of_struct(&data.fields, krate, CHECK)),
        Data::Enum(data) => Ok(fields::of_enum(data, krate, CHECK)),
        Data::Union(data) => Err(refuse_union(data)),
    }
}

/// The types of all fields, of all variants.
fn field_types(data: &Data) -> syn::Result<Vec<&Type>> {
    match data {
        Data::Struct(data) => Ok(types_of(&data.fields).collect()),
        Data::Enum(data) => Ok(data
            .variants
            .iter()
            .flat_map(|variant| types_of(&variant.fields))
            .collect()),
        Data::Union(data) => Err(refuse_union(data)),
    }
}

fn types_of(fields: &Fields) -> impl Iterator<Item = &Type> {
    fields.iter().map(|field| &field.ty)
}

fn refuse_union(data: &DataUnion) -> Error {
    Error::new(
        data.union_token.span,
        "NoAtomics cannot be derived for a union: which of its fields is in use is not known; \
         implement the trait by hand, with the proof",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    fn expansion(input: &DeriveInput) -> String {
        expand(input).unwrap().to_string()
    }

    fn bound(ty: &str) -> String {
        format!("{ty} : :: shared_multi_heap :: NoAtomics")
    }

    #[test]
    fn each_field_of_a_struct_is_a_bound() {
        let text = expansion(&parse_quote!(
            struct S {
                a: u8,
                b: [u16; 4],
            }
        ));
        assert!(
            text.contains(&bound("u8")) && text.contains(&bound("[u16 ; 4]")),
            "{text}"
        );
    }

    #[test]
    fn each_field_of_each_variant_is_a_bound() {
        let text = expansion(&parse_quote!(
            enum E {
                A,
                B(u8),
                C { x: i64 },
            }
        ));
        assert!(
            text.contains(&bound("u8")) && text.contains(&bound("i64")),
            "{text}"
        );
    }

    #[test]
    fn fields_are_taken_apart_exhaustively() {
        let text = expansion(&parse_quote!(
            struct S {
                a: u8,
                b: Later!(),
            }
        ));
        assert!(
            text.contains("let Self { a : _ , b : _ , } = * self ;"),
            "{text}"
        );
        for field in ["a", "b"] {
            assert!(
                text.contains(&format!(
                    ":: shared_multi_heap :: __has_no_atomics (& raw const self . {field})"
                )),
                "{text}"
            );
        }
        let text = expansion(&parse_quote!(
            enum E {
                A,
                B(u8, u16),
            }
        ));
        assert!(text.contains("Self :: A { } => { }"), "{text}");
        assert!(
            text.contains("Self :: B { 0 : ref field_0 , 1 : ref field_1 , } =>"),
            "{text}"
        );
    }

    #[test]
    fn nothing_is_allowed_that_a_crate_may_forbid() {
        let text = expansion(&parse_quote!(
            struct S(u8);
        ));
        assert!(!text.contains("allow"), "{text}");
    }

    #[test]
    fn declared_bounds_are_kept() {
        let text = expansion(&parse_quote!(
            struct S<'a, T: Copy, const N: usize>(&'a [T; N])
            where
                T: Send;
        ));
        assert!(
            text.contains("impl < 'a , T : Copy , const N : usize >"),
            "{text}"
        );
        assert!(text.contains("T : Send"), "{text}");
    }

    #[test]
    fn path_can_be_given() {
        let text = expansion(&parse_quote!(
            #[shared_multi_heap(crate = "heap")]
            struct S(u8);
        ));
        assert!(text.contains("u8 : heap :: NoAtomics"), "{text}");
    }

    #[test]
    fn union_is_refused() {
        let error = expand(&parse_quote!(union U { a: u8 })).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("NoAtomics cannot be derived for a union")
        );
    }
}
