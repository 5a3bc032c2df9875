//! The Regions of AWS that are known here. A newer one is not among them.

/// Codes of Regions, by name: botocore's partitions.json, isolated partitions included, and those that
/// were opened since by the list of Regions of AWS' documentation (2026-11).
pub(crate) const REGIONS: [&str; 44] = [
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-1",
    "eu-central-2",
    "eu-isoe-west-1",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eusc-de-east-1",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-iso-east-1",
    "us-iso-west-1",
    "us-isob-east-1",
    "us-isof-south-1",
    "us-west-1",
    "us-west-2",
];

/// Where they are, as AWS calls it, in the same order.
const PLACES: [&str; 44] = [
    "Cape Town",
    "Hong Kong",
    "Taipei",
    "Tokyo",
    "Seoul",
    "Osaka",
    "Mumbai",
    "Hyderabad",
    "Singapore",
    "Sydney",
    "Jakarta",
    "Melbourne",
    "Malaysia",
    "New Zealand",
    "Thailand",
    "Canada, Central",
    "Calgary",
    "Beijing",
    "Ningxia",
    "Frankfurt",
    "Zurich",
    "ISOE West",
    "Stockholm",
    "Milan",
    "Spain",
    "Ireland",
    "London",
    "Paris",
    "Brandenburg",
    "Tel Aviv",
    "UAE",
    "Bahrain",
    "Mexico, Central",
    "São Paulo",
    "N. Virginia",
    "Ohio",
    "GovCloud, US-East",
    "GovCloud, US-West",
    "ISO East",
    "ISO West",
    "ISOB East",
    "ISOF South",
    "N. California",
    "Oregon",
];

/// Where a Region is, as AWS calls it.
pub(crate) fn place_of(region: &str) -> Option<&'static str> {
    let at = REGIONS.iter().position(|own| *own == region)?;
    PLACES.get(at).copied()
}

/// The Region of a place, or of its code in letters of either case.
pub(super) fn region_called(text: &str) -> Option<&'static str> {
    let called = |(code, place): &(&'static str, &str)| {
        code.eq_ignore_ascii_case(text) || place.eq_ignore_ascii_case(text)
    };
    let mut all = REGIONS.into_iter().zip(PLACES);
    all.find(|one| called(one)).map(|(code, _)| code)
}

/// What a zone is to a Region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ZoneKind {
    /// One of its Availability Zones: `us-east-1a`.
    Availability,
    /// A Local or Wavelength Zone of it, which offers some of its types: `us-east-1-bos-1a`.
    Local,
    /// A zone of another Region, or none at all.
    Elsewhere,
}

impl ZoneKind {
    /// Availability Zones are called after their Region with a letter, up to `f`: us-east-1 has six,
    /// more than any other Region (AWS' list of Regions, 2026-11).
    pub(crate) fn classify(zone: &str, region: &str) -> Self {
        match zone.strip_prefix(region).map(str::as_bytes) {
            Some([b'a'..=b'f']) => Self::Availability,
            Some([b'-', _, ..]) => Self::Local,
            _ => Self::Elsewhere,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{REGIONS, ZoneKind, place_of, region_called};
    use crate::core::config::text::Region;

    #[test]
    fn every_known_region_is_one_that_the_field_takes() {
        for region in REGIONS {
            assert!(region.parse::<Region>().is_ok(), "{region}");
        }
        assert!(REGIONS.is_sorted());
        assert_eq!(place_of("eu-central-1"), Some("Frankfurt"));
        assert_eq!(region_called("frankfurt"), Some("eu-central-1"));
        assert_eq!(region_called("EU-West-1"), Some("eu-west-1"));
    }

    #[test]
    fn zones_belong_to_the_region_that_they_are_called_after() {
        for (zone, kind) in [
            ("us-east-1a", ZoneKind::Availability),
            ("us-east-1f", ZoneKind::Availability),
            ("us-east-1z", ZoneKind::Elsewhere),
            ("us-east-1ab", ZoneKind::Elsewhere),
            ("us-east-1", ZoneKind::Elsewhere),
            ("us-east-1-", ZoneKind::Elsewhere),
            ("us-east-10a", ZoneKind::Elsewhere),
            ("us-east-2a", ZoneKind::Elsewhere),
            ("us-east-1-bos-1a", ZoneKind::Local),
            ("us-east-1-wl1-bos-wlz-1", ZoneKind::Local),
            ("", ZoneKind::Elsewhere),
        ] {
            assert_eq!(ZoneKind::classify(zone, "us-east-1"), kind, "{zone}");
        }
    }
}
