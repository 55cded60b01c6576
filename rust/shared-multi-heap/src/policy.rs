// SPDX-License-Identifier: Apache-2.0

//! Which region of an attribute serves a request.

use shared_multi_heap_sys as sys;

use crate::{Attribute, Heap, PolicyError};

/// A region policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum Policy {
    /// The region added first among those that can serve the request.
    FirstFit,
    /// The region with the tightest free block.
    BestFit,
}

impl<A: Attribute> Heap<A> {
    /// The policy of the attribute.
    ///
    /// ```
    /// use shared_multi_heap::{Cacheable, Policy};
    ///
    /// # if Cacheable.set_policy(Policy::FirstFit).is_ok() {
    /// Cacheable.set_policy(Policy::BestFit).unwrap();
    /// assert_eq!(Cacheable.policy(), Policy::BestFit);
    /// # }
    /// ```
    #[must_use]
    pub fn policy(self) -> Policy {
        // SAFETY: may be asked at any time, for any attribute (SPEC SMH-POLICY-5).
        match u32::try_from(unsafe { sys::shared_multi_heap_policy_get(Self::ATTR) }) {
            Ok(sys::SMH_POLICY_BEST_FIT) => Policy::BestFit,
            _ => Policy::FirstFit,
        }
    }

    /// Chooses the policy of the attribute, at any time; blocks stay where they are.
    ///
    /// # Errors
    ///
    /// [`PolicyError::Fixed`] if the C library was built with another policy.
    ///
    /// ```
    /// use shared_multi_heap::{NonCacheable, Policy, PolicyError};
    ///
    /// match NonCacheable.set_policy(Policy::BestFit) {
    ///     Ok(()) => assert_eq!(NonCacheable.policy(), Policy::BestFit),
    ///     Err(error) => assert_eq!(error, PolicyError::Fixed),
    /// }
    /// ```
    pub fn set_policy(self, policy: Policy) -> Result<(), PolicyError> {
        let number = match policy {
            Policy::FirstFit => sys::SMH_POLICY_FIRST_FIT,
            Policy::BestFit => sys::SMH_POLICY_BEST_FIT,
        };

        // SAFETY: may be called at any time, with any arguments (SPEC SMH-POLICY-5).
        match unsafe { sys::shared_multi_heap_policy_set(Self::ATTR, number) } {
            0 => Ok(()),
            _ => Err(PolicyError::Fixed),
        }
    }
}
