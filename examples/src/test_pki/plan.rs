//! Who is in a PKI: the tables of ISO 15118-2 Annex F and ISO 15118-20 Annex B, and the two
//! hierarchies of the OCPP 1.6 security white paper (2.6.2).

use v2g_pki::der::Oid;
use v2g_pki::request::SubjectAttribute as Attribute;
use v2g_pki::x509::KeyUsage;
use v2g_pki::{Iso15118Role, Ocpp16Role, Profile, Rule};

use super::key::Curve;

/// What a PKI is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standard {
    /// ISO 15118-2.
    Iso15118_2,
    /// ISO 15118-20.
    Iso15118_20,
    /// OCPP 1.6 with the security white paper.
    Ocpp16,
}

impl Standard {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Iso15118_2, Self::Iso15118_20, Self::Ocpp16];

    /// The name on the command line.
    #[must_use]
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Iso15118_2 => "iso15118-2",
            Self::Iso15118_20 => "iso15118-20",
            Self::Ocpp16 => "ocpp16",
        }
    }

    /// The curves of the standard's profiles, the usual one first.
    #[must_use]
    pub(crate) const fn curves(self) -> &'static [Curve] {
        match self {
            Self::Iso15118_2 => &[Curve::P256],
            Self::Iso15118_20 => &[Curve::P521, Curve::Ed448],
            Self::Ocpp16 => &[Curve::P256, Curve::P384, Curve::P521],
        }
    }

    /// The rules that a PKI on this curve breaks.
    #[must_use]
    pub(crate) fn broken_by(self, curve: Curve) -> &'static [Rule] {
        if self.curves().contains(&curve) {
            &[]
        } else {
            &[Rule::KeyAlgorithm, Rule::SignatureAlgorithm]
        }
    }

    /// The certificates, issuers first.
    pub(super) fn members(self) -> Vec<Member> {
        match self {
            Self::Iso15118_2 => iso15118(self, Profile::iso15118_2),
            Self::Iso15118_20 => iso15118(self, Profile::iso15118_20),
            Self::Ocpp16 => ocpp16(),
        }
    }
}

/// One certificate of a PKI.
pub(super) struct Member {
    pub(super) name: &'static str,
    /// `None` for roots.
    pub(super) issuer: Option<&'static str>,
    pub(super) subject: Vec<Attribute<'static>>,
    pub(super) kind: Kind,
    pub(super) usage: KeyUsage,
    pub(super) dns_names: &'static [&'static str],
    /// How many times as long as a leaf it is valid, so that validities are nested.
    pub(super) lifetimes: i64,
}

pub(super) enum Kind {
    Ca { path_len: Option<u8> },
    Leaf { profile: Profile<'static>, purposes: Vec<Oid<'static>> },
}

const SIGNS: KeyUsage = KeyUsage::DIGITAL_SIGNATURE;
const AGREES: KeyUsage = KeyUsage::KEY_AGREEMENT;
const ISSUES: KeyUsage = KeyUsage::KEY_CERT_SIGN.with(KeyUsage::CRL_SIGN);

fn ca(
    name: &'static str,
    issuer: Option<&'static str>,
    path_len: Option<u8>,
    subject: &[Attribute<'static>],
) -> Member {
    let lifetimes = match (issuer, path_len) {
        (None, _) => 10,
        (_, Some(0)) => 2,
        _ => 4,
    };
    let kind = Kind::Ca { path_len };
    let subject = subject.to_vec();
    Member { name, issuer, subject, kind, usage: ISSUES, dns_names: &[], lifetimes }
}

fn leaf(
    name: &'static str,
    issuer: &'static str,
    profile: Profile<'static>,
    usage: KeyUsage,
    subject: &[Attribute<'static>],
) -> Member {
    let kind = Kind::Leaf { profile, purposes: Vec::new() };
    let subject = subject.to_vec();
    Member { name, issuer: Some(issuer), subject, kind, usage, dns_names: &[], lifetimes: 1 }
}

impl Member {
    fn with_purposes(mut self, list: &[Oid<'static>]) -> Self {
        if let Kind::Leaf { purposes, .. } = &mut self.kind {
            *purposes = list.to_vec();
        }
        self
    }
}

fn iso15118(standard: Standard, profile: fn(Iso15118Role) -> Profile<'static>) -> Vec<Member> {
    use Attribute::{CommonName, Country, DomainComponent, Organization};
    let names = |dc, organization, cn| {
        [CommonName(cn), Organization(organization), Country("DE"), DomainComponent(dc)]
    };
    let is_20 = standard == Standard::Iso15118_20;
    // The SECCID of -20 has 39 characters at least; -2 leaves the identifier to the operator.
    let secc = if is_20 { "DETSTS000000000000000000000000000000001" } else { "DE*TST*E00001" };
    let v2g = |cn| names("V2G", "V2G Test", cn);
    let cps = |cn| names("CPS", "CPS Test", cn);
    let mo = |cn| names("MO", "MO Test", cn);
    let oem = |cn| names("OEM", "OEM Test", cn);
    let both = SIGNS.with(AGREES);
    let contract = both.with(KeyUsage::NON_REPUDIATION).with(KeyUsage::KEY_ENCIPHERMENT);
    // Sub-CA 2 of a mobility operator also signs tariffs.
    let tariffs = ISSUES.with(SIGNS).with(KeyUsage::NON_REPUDIATION);
    let tls = [Oid::SERVER_AUTH];
    let mut members = vec![
        ca("v2g-root", None, None, &v2g("V2G Root CA")),
        ca("cpo-sub-ca-1", Some("v2g-root"), Some(1), &v2g("CPO Sub-CA 1")),
        ca("cpo-sub-ca-2", Some("cpo-sub-ca-1"), Some(0), &v2g("CPO Sub-CA 2")),
        leaf(
            "secc",
            "cpo-sub-ca-2",
            profile(Iso15118Role::Secc),
            both,
            &names("CPO", "CPO Test", secc),
        )
        .with_purposes(&tls),
        ca("cps-sub-ca-1", Some("v2g-root"), Some(1), &cps("CPS Sub-CA 1")),
        ca("cps-sub-ca-2", Some("cps-sub-ca-1"), Some(0), &cps("CPS Sub-CA 2")),
        leaf("cps", "cps-sub-ca-2", profile(Iso15118Role::Cps), SIGNS, &cps("CPS Leaf")),
        ca("mo-root", None, None, &mo("MO Root CA")),
        ca("mo-sub-ca-1", Some("mo-root"), Some(1), &mo("MO Sub-CA 1")),
        Member {
            usage: tariffs,
            ..ca("mo-sub-ca-2", Some("mo-sub-ca-1"), Some(0), &mo("MO Sub-CA 2"))
        },
        // An eMAID with its check digit.
        leaf(
            "contract",
            "mo-sub-ca-2",
            profile(Iso15118Role::Contract),
            contract,
            &mo("GBTWK012345678V"),
        ),
        ca("oem-root", None, None, &oem("OEM Root CA")),
        ca("oem-sub-ca-1", Some("oem-root"), Some(1), &oem("OEM Sub-CA 1")),
        ca("oem-sub-ca-2", Some("oem-sub-ca-1"), Some(0), &oem("OEM Sub-CA 2")),
        leaf(
            "oem-provisioning",
            "oem-sub-ca-2",
            profile(Iso15118Role::OemProvisioning),
            both,
            &oem("TST123456789ABCDE1"),
        ),
    ];
    if is_20 {
        // [V2G20-2598]: commonName is the EVCCID, and there is nothing else but O.
        let subject = [CommonName("TST123456789ABCDE1"), Organization("OEM Test")];
        members.push(
            leaf("vehicle", "oem-sub-ca-2", profile(Iso15118Role::Vehicle), both, &subject)
                .with_purposes(&[Oid::CLIENT_AUTH]),
        );
    }
    members.extend([
        ca("private-root", None, None, &v2g("Private Operator Root CA")),
        leaf(
            "secc-private",
            "private-root",
            profile(Iso15118Role::SeccPrivate),
            both,
            &names("CPO", "Private Test", secc),
        )
        .with_purposes(&tls),
    ]);
    members
}

/// The name of the central system, for which its leaf is.
pub(super) const CSMS: &str = "csms.test";

/// The serial number of the charge point, the commonName of its leaf.
pub(super) const CHARGE_POINT: &str = "CP-0001-SN4711";

fn ocpp16() -> Vec<Member> {
    use Attribute::{CommonName, Organization};
    let cpo = |cn| [Organization("CPO Test"), CommonName(cn)];
    let manufacturer = |cn| [Organization("Manufacturer Test"), CommonName(cn)];
    let profile = Profile::ocpp16;
    vec![
        ca("csms-root", None, None, &cpo("CPO Root CA")),
        ca("csms-sub-ca", Some("csms-root"), Some(0), &cpo("CPO Sub-CA")),
        Member {
            dns_names: &[CSMS],
            ..leaf("csms", "csms-sub-ca", profile(Ocpp16Role::Csms), SIGNS, &cpo(CSMS))
                .with_purposes(&[Oid::SERVER_AUTH])
        },
        leaf(
            "charge-point",
            "csms-sub-ca",
            profile(Ocpp16Role::ChargePoint),
            SIGNS,
            &cpo(CHARGE_POINT),
        )
        .with_purposes(&[Oid::CLIENT_AUTH]),
        ca("manufacturer-root", None, None, &manufacturer("Manufacturer Root CA")),
        leaf(
            "firmware",
            "manufacturer-root",
            profile(Ocpp16Role::Firmware),
            SIGNS,
            &manufacturer("Firmware Signing"),
        )
        .with_purposes(&[Oid::CODE_SIGNING]),
    ]
}
