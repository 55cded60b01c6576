// SPDX-License-Identifier: Apache-2.0
//! Macros by which a type is not what a derive has seen.

use std::collections::HashMap;
use std::sync::Mutex;

use proc_macro::{TokenStream, TokenTree};

/// An attribute that puts its argument in the place of the item. Below a derive it runs after it.
#[proc_macro_attribute]
pub fn instead(other: TokenStream, _item: TokenStream) -> TokenStream {
    other
}

/// How often each list was asked for.
static ASKED: Mutex<Option<HashMap<String, usize>>> = Mutex::new(None);

/// One type of a list after the other, each time that the macro is expanded, and then the last.
#[proc_macro]
pub fn in_turn(list: TokenStream) -> TokenStream {
    let key = list.to_string();
    let types = split_at_commas(list);
    let mut asked = ASKED.lock().expect("no expansion panics");
    let count = asked.get_or_insert_default().entry(key).or_default();
    let answer = types.get(*count).or(types.last()).cloned();

    *count += 1;
    answer.unwrap_or_default()
}

fn split_at_commas(list: TokenStream) -> Vec<TokenStream> {
    let tokens: Vec<TokenTree> = list.into_iter().collect();

    tokens
        .split(|token| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ','))
        .map(|part| part.iter().cloned().collect())
        .collect()
}
