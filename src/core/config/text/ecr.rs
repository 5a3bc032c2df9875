//! Hosts of Amazon ECR in image references.

use crate::core::placeholder::holds_placeholder;

/// Hosts of public ECR (cloud-provider-aws, cmd/ecr-credential-provider, read 2026-11).
const PUBLIC_HOSTS: [&str; 2] = ["public.ecr.aws", "ecr-public.aws.com"];

/// What follows the Region in a private host, partition by partition, as amazon-ecr-credential-helper
/// and the kubelet's ecr-credential-provider take it (both read 2026-11).
const PRIVATE_DOMAINS: [&str; 9] = [
    "amazonaws.com",
    "amazonaws.com.cn",
    "amazonaws.eu",
    "on.aws",
    "on.amazonwebservices.com.cn",
    "sc2s.sgov.gov",
    "c2s.ic.gov",
    "cloud.adc-e.uk",
    "csp.hci.ic.gov",
];

/// The host of an image reference, as containerd reads it; none if it names no registry, which is
/// Docker Hub.
pub(crate) fn registry_host(reference: &str) -> Option<&str> {
    let (host, _) = reference.split_once('/')?;
    (host.contains(['.', ':']) || host == "localhost").then_some(host)
}

/// Whether a host is one of Docker Hub's names.
pub(crate) fn is_docker_hub(host: &str) -> bool {
    matches!(
        host,
        "docker.io" | "index.docker.io" | "registry-1.docker.io"
    )
}

/// Whether a host is public Amazon ECR.
pub(crate) fn is_public_ecr(host: &str) -> bool {
    PUBLIC_HOSTS.contains(&host)
}

/// The Region of a private Amazon ECR registry, by its host: `123456789012.dkr.ecr.us-east-1.amazonaws.com`,
/// the FIPS, dual-stack and other partitions' forms of it. None for every other host.
pub(crate) fn private_ecr_region(host: &str) -> Option<&str> {
    let (account, region) = account_and_region(host)?;
    (is_account(account) && is_region(region)).then_some(region)
}

/// Whether a host is private Amazon ECR, also where a template still fills in the account or the
/// Region: `123456789012.dkr.ecr.<region>.amazonaws.com`.
pub(crate) fn is_private_ecr(host: &str) -> bool {
    account_and_region(host).is_some_and(|(account, region)| {
        (is_account(account) || holds_placeholder(account))
            && (is_region(region) || holds_placeholder(region))
    })
}

fn account_and_region(host: &str) -> Option<(&str, &str)> {
    let host = host.strip_suffix(":443").unwrap_or(host);
    let (account, rest) = host
        .split_once(".dkr.ecr")
        .or_else(|| host.split_once(".dkr-ecr"))?;
    let rest = rest
        .strip_prefix("-fips")
        .unwrap_or(rest)
        .strip_prefix('.')?;
    let region = |domain: &&str| rest.strip_suffix(domain)?.strip_suffix('.');
    Some((account, PRIVATE_DOMAINS.iter().find_map(region)?))
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_region(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.chars().all(fits)
}

#[cfg(test)]
mod tests {
    use super::{is_private_ecr, is_public_ecr, private_ecr_region, registry_host};

    #[test]
    fn every_form_of_a_private_host_tells_its_region() {
        for (host, region) in [
            ("111122223333.dkr.ecr.eu-west-3.amazonaws.com", "eu-west-3"),
            (
                "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn",
                "cn-north-1",
            ),
            (
                "111122223333.dkr.ecr-fips.us-gov-west-1.amazonaws.com",
                "us-gov-west-1",
            ),
            ("111122223333.dkr-ecr.eu-north-1.on.aws", "eu-north-1"),
            ("111122223333.dkr-ecr-fips.us-east-2.on.aws", "us-east-2"),
            (
                "111122223333.dkr-ecr.cn-northwest-1.on.amazonwebservices.com.cn",
                "cn-northwest-1",
            ),
            (
                "111122223333.dkr.ecr.eusc-de-east-1.amazonaws.eu",
                "eusc-de-east-1",
            ),
            (
                "111122223333.dkr.ecr.us-iso-east-1.c2s.ic.gov",
                "us-iso-east-1",
            ),
            (
                "111122223333.dkr.ecr.us-isob-east-1.sc2s.sgov.gov",
                "us-isob-east-1",
            ),
            (
                "111122223333.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk",
                "eu-isoe-west-1",
            ),
            (
                "111122223333.dkr.ecr.us-isof-south-1.csp.hci.ic.gov",
                "us-isof-south-1",
            ),
            (
                "111122223333.dkr.ecr.us-east-1.amazonaws.com:443",
                "us-east-1",
            ),
        ] {
            assert_eq!(private_ecr_region(host), Some(region), "{host}");
        }
        for other in [
            "",
            "public.ecr.aws",
            "docker.io",
            "11112222333.dkr.ecr.eu-west-3.amazonaws.com",
            "1111222233334.dkr.ecr.eu-west-3.amazonaws.com",
            "111122223333.dkr.ecr.eu-west-3.example.com",
            "111122223333.dkr.ecr..amazonaws.com",
            "111122223333.dkr.ecrs.eu-west-3.amazonaws.com",
            "111122223333.dkr.ecr.amazonaws.com",
            "111122223333.dkr.ecr.eu-west-3.amazonaws.com.example.com",
            "1111222é3333.dkr.ecr.eu-west-3.amazonaws.com",
        ] {
            assert_eq!(private_ecr_region(other), None, "{other}");
        }
    }

    #[test]
    fn a_template_of_a_private_host_is_one() {
        for host in [
            "111122223333.dkr.ecr.<region>.amazonaws.com",
            "${account}.dkr.ecr.${var.region}.amazonaws.com",
            "$ACCOUNT.dkr-ecr.eu-west-3.on.aws",
        ] {
            assert!(is_private_ecr(host), "{host}");
            assert_eq!(private_ecr_region(host), None, "{host}");
        }
        assert!(!is_private_ecr("mirror.dkr.ecr.<region>.amazonaws.com"));
    }

    #[test]
    fn the_host_is_what_containerd_takes_for_one() {
        assert_eq!(registry_host("nginx"), None);
        assert_eq!(registry_host("team/nginx:1"), None);
        assert_eq!(registry_host("localhost/nginx"), Some("localhost"));
        assert_eq!(registry_host("public.ecr.aws/a/b"), Some("public.ecr.aws"));
        assert!(is_public_ecr("public.ecr.aws") && is_public_ecr("ecr-public.aws.com"));
        assert!(!is_public_ecr("ecr.aws"));
    }
}
