// SPDX-License-Identifier: Apache-2.0
//! `derive(DmaElement)`: a known layout, a bound for the type of each field, no padding.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Data, DataStruct, DeriveInput, Error, Type};

use crate::bound::bound;
use crate::options::crate_path;

pub fn expand(input: &DeriveInput) -> syn::Result<TokenStream> {
    let data = struct_of(input)?;
    let layout = layout_of(input)?;
    if let Layout::C = layout {
        refuse_generics(input)?;
    }
    let types: Vec<&Type> = data.fields.iter().map(|field| &field.ty).collect();
    let implementation = implementation(input, &types)?;
    let assertion = match layout {
        Layout::C => no_padding(input, &types),
        // One field is the whole; the others have size 0 and alignment 1, or it does not compile.
        Layout::Transparent => TokenStream::new(),
    };
    Ok(quote!(#implementation #assertion))
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

fn refuse_generics(input: &DeriveInput) -> syn::Result<()> {
    if input.generics.params.is_empty() {
        return Ok(());
    }
    Err(Error::new_spanned(
        &input.generics,
        "DmaElement cannot be derived for a generic #[repr(C)] struct: whether it has padding \
         depends on its parameters; only a #[repr(transparent)] one may have them",
    ))
}

fn implementation(input: &DeriveInput, types: &[&Type]) -> syn::Result<TokenStream> {
    let krate = crate_path(input)?;
    let name = &input.ident;
    let (impl_generics, type_generics, clause) = input.generics.split_for_impl();
    let declared = clause
        .map(|clause| &clause.predicates)
        .into_iter()
        .flatten();
    let bounds = types.iter().map(|ty| bound(ty, &krate, "DmaElement"));
    Ok(quote! {
        // SAFETY: contract of `DmaElement`: every byte of the struct is one of a field (asserted
        // below, or by repr(transparent)), and every field takes any bytes.
        #[automatically_derived]
        #[allow(unsafe_code)]
        unsafe impl #impl_generics #krate::DmaElement for #name #type_generics
        where
            #(#declared,)*
            #(#bounds,)*
        {
        }
    })
}

/// Without padding the struct is as large as its fields together.
fn no_padding(input: &DeriveInput, types: &[&Type]) -> TokenStream {
    let name = &input.ident;
    let message = format!(
        "DmaElement cannot be derived for `{name}`: it has padding; \
         make it explicit with a field of bytes"
    );
    let fields = match types {
        [] => quote!(0),
        _ => quote!(#(::core::mem::size_of::<#types>())+*),
    };
    quote_spanned! {name.span()=>
        const _: () = ::core::assert!(::core::mem::size_of::<#name>() == #fields, #message);
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
            assert!(text.contains(&format!("size_of :: < {ty} >")), "{text}");
        }
    }

    #[test]
    fn transparent_may_be_generic() {
        let text = expansion(&parse_quote!(
            #[repr(transparent)]
            struct S<T>(T);
        ));
        assert!(
            text.contains("impl < T >") && !text.contains("assert"),
            "{text}"
        );
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
