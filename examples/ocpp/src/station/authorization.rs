//! Whether an identifier may charge (3.5): the central system says, or the local list and the
//! authorization cache, by [`decide`].

use ocpp16::messages::core::AuthorizeRequest;
use ocpp16::messages::types::{AuthorizationStatus, IdTagInfo};
use ocpp16::station::authorization::{Decision, IdTag, LocalList, Settings, decide};
use ocpp16::{CiString, DateTime};

use super::Station;
use super::configuration::Configuration;
use super::state::State;

/// How many identifiers the station remembers.
pub(super) const CACHED: usize = 100;

/// The list that the configuration keys have room for.
pub(super) fn local_list(configuration: &Configuration) -> LocalList {
    let count = |name| usize::try_from(configuration.number(name)).unwrap_or(usize::MAX);
    LocalList::new(count("LocalAuthListMaxLength"), count("SendLocalListMaxLength"))
}

impl State {
    fn decide(&self, id_tag: &IdTag<'_>, is_online: bool, now: DateTime) -> Decision {
        let key = |name| self.configuration.is_on(name);
        let settings = Settings::default()
            .with_local_list(key("LocalAuthListEnabled"))
            .with_cache(key("AuthorizationCacheEnabled"))
            .with_local_pre_authorize(key("LocalPreAuthorize"))
            .with_local_authorize_offline(key("LocalAuthorizeOffline"))
            .with_unknown_offline(key("AllowOfflineTxForUnknownId"));
        let (listed, cached) = (self.local_list.get(id_tag), self.cache.get(id_tag));
        decide(&settings, listed, cached, is_online, now)
    }

    /// Remembers what the central system says about an identifier (3.5.1).
    pub(super) fn remember(&mut self, id_tag: &IdTag<'_>, info: &IdTagInfo<'_>) {
        let is_listed = self.local_list.get(id_tag).is_some();
        self.cache.update(id_tag, info, is_listed);
    }
}

impl Station {
    /// Asks the central system, unless it need not be asked, and goes by what is known if it does
    /// not answer.
    pub(super) async fn authorize(&self, id_tag: &str) -> AuthorizationStatus {
        let Ok(tag) = CiString::new(id_tag.to_owned()) else {
            self.journal().say("an identifier has 20 characters or fewer; see --id-tag");
            return AuthorizationStatus::Invalid;
        };
        let decision = self.state().decide(&tag, true, self.clock().now());
        match decision {
            Decision::Accept(_) => return AuthorizationStatus::Accepted,
            Decision::Refuse(status) => return status,
            Decision::Ask => {}
        }
        match self.link().call(AuthorizeRequest::new(tag.clone())).await {
            Ok(response) => {
                self.state().remember(&tag, &response.id_tag_info);
                response.id_tag_info.status
            }
            Err(error) => {
                self.journal().say(format_args!("Authorize came to nothing: {error}"));
                match self.state().decide(&tag, false, self.clock().now()) {
                    Decision::Accept(_) => AuthorizationStatus::Accepted,
                    Decision::Refuse(status) => status,
                    // Only of a central system that is there.
                    Decision::Ask => AuthorizationStatus::Invalid,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ocpp16::station::authorization::Source;

    use super::*;

    #[test]
    fn what_was_accepted_may_charge_offline() {
        let now = "2026-11-25T08:00:00Z".parse().unwrap();
        let mut state = State::new(Configuration::default());
        let tag = CiString::new("04A2").unwrap();
        let refused = Decision::Refuse(AuthorizationStatus::Invalid);
        assert_eq!(state.decide(&tag, false, now), refused);
        state.remember(&tag, &IdTagInfo::new(AuthorizationStatus::Accepted));
        assert_eq!(state.decide(&tag, false, now), Decision::Accept(Source::Cache));
        assert_eq!(state.decide(&tag, true, now), Decision::Ask);
        state.cache.clear();
        assert_eq!(state.decide(&tag, false, now), refused);
    }
}
