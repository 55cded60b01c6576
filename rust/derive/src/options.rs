// SPDX-License-Identifier: Apache-2.0
//! The helper attribute `#[shared_multi_heap(…)]`.

use syn::{DeriveInput, LitStr, Path, parse_quote};

/// The path to the crate `shared_multi_heap`: what the attribute says, else its own name.
pub fn crate_path(input: &DeriveInput) -> syn::Result<Path> {
    let mut path = None;
    for attribute in &input.attrs {
        if attribute.path().is_ident("shared_multi_heap") {
            attribute.parse_nested_meta(|meta| {
                if !meta.path.is_ident("crate") {
                    return Err(meta.error("the only option is `crate = \"path\"`"));
                }
                if path.is_some() {
                    return Err(meta.error("`crate` is given twice"));
                }
                path = Some(meta.value()?.parse::<LitStr>()?.parse()?);
                Ok(())
            })?;
        }
    }
    Ok(path.unwrap_or_else(|| parse_quote!(::shared_multi_heap)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::ToTokens;

    fn path_of(input: &DeriveInput) -> String {
        crate_path(input).unwrap().to_token_stream().to_string()
    }

    fn error_of(input: &DeriveInput) -> String {
        crate_path(input).err().unwrap().to_string()
    }

    #[test]
    fn default_is_the_name_of_the_crate() {
        assert_eq!(
            path_of(&parse_quote!(
                struct S;
            )),
            ":: shared_multi_heap"
        );
    }

    #[test]
    fn option_replaces_it() {
        let input = parse_quote! {
            #[shared_multi_heap(crate = "crate::vendor::heap")]
            struct S;
        };
        assert_eq!(path_of(&input), "crate :: vendor :: heap");
    }

    #[test]
    fn what_is_no_path_is_refused() {
        let input = parse_quote! {
            #[shared_multi_heap(crate = "not a path")]
            struct S;
        };
        assert!(crate_path(&input).is_err());
    }

    #[test]
    fn other_options_are_refused() {
        let input = parse_quote! {
            #[shared_multi_heap(krate = "heap")]
            struct S;
        };
        assert_eq!(error_of(&input), "the only option is `crate = \"path\"`");
    }

    #[test]
    fn two_paths_are_refused() {
        let input = parse_quote! {
            #[shared_multi_heap(crate = "a")]
            #[shared_multi_heap(crate = "b")]
            struct S;
        };
        assert_eq!(error_of(&input), "`crate` is given twice");
    }
}
