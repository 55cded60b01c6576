// SPDX-License-Identifier: Apache-2.0
//! `derive(DmaElement)`: a known layout, a bound for the type of each field and a check of the
//! fields themselves, no padding.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Attribute, Data, DataStruct, DeriveInput, Error, Path};

use crate::bound::bound;
use crate::fields;
use crate::options::crate_path;

/// The function of the crate that takes a pointer to a type with the trait.
const CHECK: &str = "__is_dma_element";

pub fn expand(input: &DeriveInput) -> syn::Result<TokenStream> {
    let data = struct_of(input)?;
    let layout = layout_of(input)?;
    let krate = crate_path(input)?;
    let implementation = implementation(input, data, &krate);
    if input.generics.params.is_empty() {
        let assertion = no_padding(input, data, &krate);
        return Ok(quote!(#implementation #assertion));
    }
    // The size of a generic struct is not known here. If it is transparent, one field is the
    // whole; the others have size 0 and alignment 1, or it does not compile.
    match layout {
        Layout::C => Err(refuse_generics(input)),
        Layout::Transparent => refuse_attribute_macros(&input.attrs).map(|()| implementation),
    }
}

enum Layout {
    C,
    Transparent,
}

fn struct_of(input: &DeriveInput) -> syn::Result<&DataStruct> {
    match &input.data {
        Data::Struct(data) => Ok(data),
        Data::Enum(data) => Err(Error::new(
            data.enum_token.span,
            "DmaElement cannot be derived for an enum: not every bit pattern is one of its values",
        )),
        Data::Union(data) => Err(Error::new(
            data.union_token.span,
            "DmaElement cannot be derived for a union: its bytes may be uninitialised",
        )),
    }
}

/// What `#[repr(…)]` says, of several such attributes too.
fn layout_of(input: &DeriveInput) -> syn::Result<Layout> {
    let mut layout = None;
    for attribute in input
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("repr"))
    {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("C") {
                layout = Some(Layout::C);
            } else if meta.path.is_ident("transparent") {
                layout = Some(Layout::Transparent);
            } else if meta.input.peek(syn::token::Paren) {
                // The number in align(…) or packed(…); the size that it leads to is asserted.
                let number;
                syn::parenthesized!(number in meta.input);
                number.parse::<syn::LitInt>()?;
            }
            Ok(())
        })?;
    }
    layout.ok_or_else(|| {
        Error::new(
            input.ident.span(),
            "DmaElement needs a known layout: add #[repr(C)] or #[repr(transparent)]",
        )
    })
}

fn refuse_generics(input: &DeriveInput) -> Error {
    Error::new_spanned(
        &input.generics,
        "DmaElement cannot be derived for a generic #[repr(C)] struct: whether it has padding \
         depends on its parameters; only a #[repr(transparent)] one may have them",
    )
}

/// The attributes of the compiler that may stand below the derive, and the derive's own.
const KNOWN_ATTRIBUTES: [&str; 12] = [
    "allow",
    "cfg",
    "deny",
    "deprecated",
    "doc",
    "expect",
    "forbid",
    "must_use",
    "non_exhaustive",
    "repr",
    "shared_multi_heap",
    "warn",
];

/// Any other may be a macro that runs after the derive and replaces `#[repr(transparent)]`.
fn refuse_attribute_macros(attributes: &[Attribute]) -> syn::Result<()> {
    let unknown = attributes.iter().find(|attribute| {
        !KNOWN_ATTRIBUTES
            .iter()
            .any(|known| attribute.path().is_ident(known))
    });
    match unknown {
        None => Ok(()),
        Some(attribute) => Err(Error::new_spanned(
            attribute,
            "DmaElement cannot be derived for a generic struct with this attribute: if it is a \
             macro, it may change the layout; apply macros and other derives above this derive",
        )),
    }
}

fn implementation(input: &DeriveInput, data: &DataStruct, krate: &Path) -> TokenStream {
    let name = &input.ident;
    let (impl_generics, type_generics, clause) = input.generics.split_for_impl();
    let declared = clause
        .map(|clause| &clause.predicates)
        .into_iter()
        .flatten();
    let bounds = data
        .fields
        .iter()
        .map(|field| bound(&field.ty, krate, "DmaElement"));
    let check = fields::of_struct(&data.fields, krate, CHECK);
    quote! {
        // SAFETY: contract of `DmaElement`: every byte of the struct is one of a field (asserted
        // below, or by repr(transparent)), and every field takes any bytes (the method below does
        // not compile else).
        #[automatically_derived]
        unsafe impl #impl_generics #krate::DmaElement for #name #type_generics
        where
            #(#declared,)*
            #(#bounds,)*
        {
            #[inline]
            fn __assert_fields(&self) {
                #check
            }
        }
    }
}

/// Without padding the struct is as large as its fields together, whose sizes the compiler infers.
fn no_padding(input: &DeriveInput, data: &DataStruct, krate: &Path) -> TokenStream {
    let name = &input.ident;
    let message = format!(
        "DmaElement cannot be derived for `{name}`: it has padding; \
         make it explicit with a field of bytes"
    );
    let sizes = fields::members(&data.fields)
        .map(|member| quote!(#krate::__size_of_field(|value: &#name| &raw const value.#member)));
    quote_spanned! {name.span()=>
        const _: () = ::core::assert!(
            ::core::mem::size_of::<#name>() == 0 #(+ #sizes)*,
            #message
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    fn expansion(input: &DeriveInput) -> String {
        expand(input).unwrap().to_string()
    }

    fn error_of(input: &DeriveInput) -> String {
        expand(input).unwrap_err().to_string()
    }

    #[test]
    fn each_field_is_a_bound_and_a_part_of_the_size() {
        let text = expansion(&parse_quote!(
            #[repr(C)]
            struct S {
                a: u8,
                b: [i8; 3],
            }
        ));
        for ty in ["u8", "[i8 ; 3]"] {
            assert!(
                text.contains(&format!("{ty} : :: shared_multi_heap :: DmaElement")),
                "{text}"
            );
        }
        for field in ["a", "b"] {
            assert!(
                text.contains(&format!("& raw const value . {field}")),
                "{text}"
            );
        }
        assert!(text.contains("let Self { a : _ , b : _ , } = * self ;"));
        assert!(!text.contains("allow"), "{text}");
    }

    #[test]
    fn transparent_may_be_generic() {
        let text = expansion(&parse_quote!(
            #[repr(transparent)]
            struct S<T>(T);
        ));
        assert!(
            text.contains("impl < T >") && !text.contains("assert !"),
            "{text}"
        );
    }

    #[test]
    fn transparent_without_parameters_is_measured() {
        let text = expansion(&parse_quote!(
            #[repr(transparent)]
            struct S(u8);
        ));
        assert!(text.contains("& raw const value . 0"), "{text}");
    }

    #[test]
    fn generic_struct_takes_no_attribute_that_may_be_a_macro() {
        let known: DeriveInput = parse_quote!(
            #[doc = "text"]
            #[repr(transparent)]
            #[must_use]
            struct S<T>(T);
        );
        assert!(expand(&known).is_ok());
        for unknown in [
            parse_quote!(
                #[align_to_sixteen]
                #[repr(transparent)]
                struct S<T>(T);
            ),
            parse_quote!(
                #[repr(transparent)]
                #[core::doc]
                struct S<T>(T);
            ),
            parse_quote!(
                #[repr(transparent)]
                #[derive(Clone)]
                struct S<T>(T);
            ),
        ] {
            assert!(error_of(&unknown).contains("with this attribute"));
        }
    }

    #[test]
    fn layout_is_found_among_other_words() {
        assert!(
            expand(&parse_quote!(
                #[repr(align(8), C)]
                struct S(u64);
            ))
            .is_ok()
        );
        assert!(
            expand(&parse_quote!(
                #[repr(align(8))]
                #[repr(C)]
                struct S(u64);
            ))
            .is_ok()
        );
        assert!(
            expand(&parse_quote!(
                #[repr(C, packed)]
                struct S(u64);
            ))
            .is_ok()
        );
    }

    #[test]
    fn unknown_layout_is_refused() {
        for input in [
            parse_quote!(
                struct S(u8);
            ),
            parse_quote!(
                #[repr(align(4))]
                struct S(u32);
            ),
        ] {
            assert!(error_of(&input).starts_with("DmaElement needs a known layout"));
        }
    }

    #[test]
    fn generic_repr_c_is_refused() {
        let generics = [
            parse_quote!(
                #[repr(C)]
                struct S<T>(T);
            ),
            parse_quote!(
                #[repr(C)]
                struct S<const N: usize>([u8; N]);
            ),
            parse_quote!(
                #[repr(C)]
                struct S<'a>(&'a u8);
            ),
        ];
        for input in generics {
            assert!(error_of(&input).contains("generic #[repr(C)] struct"));
        }
    }

    #[test]
    fn enums_and_unions_are_refused() {
        assert!(
            error_of(&parse_quote!(
                #[repr(C)]
                enum E {
                    A,
                }
            ))
            .contains("for an enum")
        );
        assert!(error_of(&parse_quote!(#[repr(C)] union U { a: u8 })).contains("for a union"));
    }
}
