//! Whether an identifier may charge (3.5): the central system says, or the local list.

use ocpp16::CiString;
use ocpp16::core::AuthorizeRequest;
use ocpp16::types::AuthorizationStatus;

use super::Station;

impl Station {
    /// Asks the local list first if it is to be (`LocalPreAuthorize`), then the central system, and
    /// the list if that does not answer (`LocalAuthorizeOffline`).
    pub(super) async fn authorize(&self, id_tag: &str) -> AuthorizationStatus {
        if let Some(known) = self.of_local_list("LocalPreAuthorize", id_tag) {
            // One that the list does not let charge is asked for (3.5.2).
            if known == AuthorizationStatus::Accepted {
                return known;
            }
        }
        let Ok(tag) = CiString::new(id_tag.to_owned()) else {
            self.journal().say("an identifier has 20 characters or fewer; see --id-tag");
            return AuthorizationStatus::Invalid;
        };
        match self.link().call(AuthorizeRequest::new(tag)).await {
            Ok(response) => response.id_tag_info.status,
            Err(error) => {
                self.journal().say(format_args!("Authorize came to nothing: {error}"));
                let known = self.of_local_list("LocalAuthorizeOffline", id_tag);
                known.unwrap_or(AuthorizationStatus::Invalid)
            }
        }
    }

    fn of_local_list(&self, key: &str, id_tag: &str) -> Option<AuthorizationStatus> {
        let now = self.clock().now();
        let state = self.state();
        let configuration = &state.configuration;
        if !configuration.is_on("LocalAuthListEnabled") || !configuration.is_on(key) {
            return None;
        }
        let info = state.local_list.find(id_tag)?;
        // "apparently expired due to passage of time" (3.5.2).
        let is_expired = info.expiry_date.is_some_and(|expiry| expiry < now);
        Some(if is_expired { AuthorizationStatus::Expired } else { info.status.clone() })
    }
}
