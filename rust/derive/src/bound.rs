// SPDX-License-Identifier: Apache-2.0
//! Bounds on the types of fields.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::{Path, Type};

/// `ty: krate::marker`, all of it at the place of the field, so that an error is shown there.
pub fn bound(ty: &Type, krate: &Path, marker: &str) -> TokenStream {
    let span = ty.span().resolved_at(Span::call_site());
    let marker = path_at(span, krate, marker);
    quote_spanned!(span=> #ty: #marker)
}

/// `krate::name`, all of it at one place.
pub fn path_at(span: Span, krate: &Path, name: &str) -> TokenStream {
    let krate: TokenStream = krate
        .to_token_stream()
        .into_iter()
        .map(|mut token| {
            token.set_span(span);
            token
        })
        .collect();
    let name = Ident::new(name, span);
    quote_spanned!(span=> #krate::#name)
}
