//! Which stations may connect (OCPP-J 3.2, white paper 2.3 to 2.5).

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use ocpp16::websocket::{AuthorizationKey, SecurityProfile};
use tokio_rustls::rustls::pki_types::CertificateDer;

use super::CentralOptions;
use crate::handshake::{Admission, Denial};
use crate::security::{InWords, KEY_FORM, is_charge_point_name, key_of, subject};

/// What is known of stations.
#[derive(Debug)]
pub(super) struct Register {
    profile: SecurityProfile,
    /// Empty: every identity is known.
    serial_numbers: HashMap<String, String>,
    keys: HashMap<String, AuthorizationKey>,
    operator: Option<String>,
}

impl Register {
    pub(super) fn new(options: &CentralOptions) -> Result<Self, String> {
        let profile = options.profile;
        let keys = match &options.password_file {
            Some(file) => read_passwords(file)?,
            None if profile.uses_basic() => {
                return Err(format!("{} needs --password-file", InWords(profile)));
            }
            None => HashMap::new(),
        };
        let mut serial_numbers: HashMap<_, _> = options.stations.iter().cloned().collect();
        for identity in keys.keys() {
            serial_numbers.entry(identity.clone()).or_insert_with(|| identity.clone());
        }
        let operator = options.operator.clone();
        Ok(Self { profile, serial_numbers, keys, operator })
    }

    /// A00.FR.404, A00.FR.405, A00.FR.511.
    fn check_certificate(
        &self,
        serial_number: &str,
        certificate: &CertificateDer<'_>,
    ) -> Result<(), String> {
        let subject = subject(certificate).map_err(|error| error.to_string())?;
        let name = subject.common_name.unwrap_or_default();
        // The white paper says "contains"; a number that contains another one is another station.
        if name != serial_number {
            return Err(format!(
                "the certificate is that of {name:?}, this station has serial number {serial_number:?}"
            ));
        }
        if !is_charge_point_name(&name) {
            return Err(format!("{name:?} is no serial number of a station"));
        }
        match (&self.operator, subject.organization) {
            (Some(operator), owner) if owner.as_ref() != Some(operator) => {
                Err(format!("the certificate belongs to {owner:?}, not to {operator:?}"))
            }
            _ => Ok(()),
        }
    }
}

impl Admission for Register {
    fn admit(
        &self,
        identity: &str,
        key: Option<&[u8]>,
        certificate: Option<&CertificateDer<'_>>,
    ) -> Result<(), Denial> {
        let knows_all = self.serial_numbers.is_empty();
        let serial_number = match self.serial_numbers.get(identity) {
            Some(serial_number) => serial_number,
            None if knows_all && !identity.is_empty() => identity,
            None => return Err(Denial::UnknownIdentity),
        };
        if self.profile.uses_basic() {
            let shown = key.ok_or(Denial::Password)?;
            let known = self.keys.get(identity).ok_or(Denial::Password)?;
            if !known.matches(shown) {
                return Err(Denial::Password);
            }
        } else if key.is_some() {
            // A00.FR.002: one profile per port.
            let why = format!("a password was sent; this port has {}", InWords(self.profile));
            return Err(Denial::Forbidden(why));
        }
        if self.profile.uses_client_certificate() {
            let missing = || Denial::Forbidden("no certificate".to_owned());
            let certificate = certificate.ok_or_else(missing)?;
            self.check_certificate(serial_number, certificate).map_err(Denial::Forbidden)?;
        }
        Ok(())
    }
}

fn read_passwords(file: &Path) -> Result<HashMap<String, AuthorizationKey>, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut keys = HashMap::new();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = |why: &str| format!("{}:{number}: {why}", file.display());
        let (identity, key) =
            line.rsplit_once(':').ok_or_else(|| wrong("expected IDENTITY:PASSWORD"))?;
        let characters = key.len();
        let key = key_of(key.as_bytes())
            .ok_or_else(|| wrong(&format!("{characters} characters; {KEY_FORM}")))?;
        keys.insert(identity.to_owned(), key);
    }
    if keys.is_empty() {
        return Err(format!("there is no password in {}", file.display()));
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::Authority;
    use crate::security::first_certificate;

    fn register(profile: SecurityProfile, stations: &[(&str, &str)]) -> Register {
        let owned = |(id, serial): &(&str, &str)| ((*id).to_owned(), (*serial).to_owned());
        Register {
            profile,
            serial_numbers: stations.iter().map(owned).collect(),
            keys: HashMap::new(),
            operator: Some("Example CPO".to_owned()),
        }
    }

    #[test]
    fn without_a_list_every_identity_is_known() {
        let open = register(SecurityProfile::Unsecured, &[]);
        assert_eq!(open.admit("CP_1", None, None), Ok(()));
        assert_eq!(open.admit("", None, None), Err(Denial::UnknownIdentity));
        let closed = register(SecurityProfile::Unsecured, &[("CP_1", "1")]);
        assert_eq!(closed.admit("CP_2", None, None), Err(Denial::UnknownIdentity));
        // A00.FR.002
        assert!(matches!(closed.admit("CP_1", Some(b"x"), None), Err(Denial::Forbidden(_))));
    }

    #[test]
    fn a_certificate_has_the_serial_number_and_the_operator() {
        let register = register(
            SecurityProfile::TlsWithClientCertificates,
            &[("CP_1", "0001"), ("CP_2", "2")],
        );
        let of = |operator: &str, serial: &str| {
            let station = Authority::new(operator).unwrap().charge_point(serial).unwrap();
            first_certificate(&station.certificate).unwrap()
        };
        let right = of("Example CPO", "0001");
        assert_eq!(register.admit("CP_1", None, Some(&right)), Ok(()));
        for (identity, certificate) in [
            ("CP_2", Some(&right)),
            ("CP_1", Some(&of("Other CPO", "0001"))),
            ("CP_1", Some(&of("Example CPO", "00011"))),
            ("CP_1", None),
        ] {
            let verdict = register.admit(identity, None, certificate);
            assert!(matches!(verdict, Err(Denial::Forbidden(_))), "{verdict:?}");
        }
    }
}
