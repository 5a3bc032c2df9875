//! Pasted manifests: what is recognised, and what is said of everything else.

use proptest::prelude::*;
use proptest::test_runner::{Config as Runs, RngSeed};
use soci_configurator::core::{
    ByteSize, Compression, Config, ImageFound, ImageImport, Layer, Platform, read_config,
    read_image, write_config,
};

use crate::import_image_forms::{REGCTL, converted};

/// A digest with this letter.
pub fn digest(letter: char) -> String {
    format!("sha256:{}", letter.to_string().repeat(64))
}

pub fn layer(kind: &str, size: u64) -> String {
    format!(
        r#"{{"mediaType": "{kind}", "size": {size}, "digest": "{}"}}"#,
        digest('a')
    )
}

pub const OCI: &str = "application/vnd.oci.image.layer.v1.tar";
pub const DOCKER: &str = "application/vnd.docker.image.rootfs.diff.tar.gzip";

/// A manifest with these layers, in one line.
pub fn manifest(layers: &[String]) -> String {
    format!(
        r#"{{"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "config": {{"mediaType": "application/vnd.oci.image.config.v1+json", "size": 2000, "digest": "{}"}}, "layers": [{}]}}"#,
        digest('c'),
        layers.join(", ")
    )
}

pub fn three() -> String {
    manifest(&[
        layer(&format!("{OCI}+gzip"), 30_000_000),
        layer(&format!("{OCI}+zstd"), 4_740_000_000),
        layer(OCI, 102),
    ])
}

#[track_caller]
pub fn read(text: &str) -> ImageImport {
    read_image(text, None).unwrap_or_else(|wrong| panic!("{wrong}"))
}

#[track_caller]
pub fn refused(text: &str) -> String {
    match read_image(text, None) {
        Ok(import) => panic!("{import:?}"),
        Err(wrong) => wrong.to_string(),
    }
}

#[track_caller]
fn layers(import: &ImageImport) -> &[Layer] {
    match &import.found {
        ImageFound::Layers { layers, .. } => layers,
        other => panic!("no layers: {other:?}"),
    }
}

pub fn sizes(import: &ImageImport) -> Vec<u64> {
    layers(import)
        .iter()
        .map(|layer| layer.compressed.to_bytes())
        .collect()
}

fn platform(text: &str) -> Platform {
    text.parse().expect("a platform")
}

#[test]
fn an_oci_manifest() {
    let import = read(&three());
    assert_eq!(import.recognised, "an OCI manifest");
    assert_eq!(import.notes, [""; 0]);
    assert_eq!(sizes(&import), [30_000_000, 4_740_000_000, 102]);
    let compressions: Vec<Compression> =
        layers(&import).iter().map(|one| one.compression).collect();
    assert_eq!(
        compressions,
        [Compression::Gzip, Compression::Zstd, Compression::Plain]
    );
    let ImageFound::Layers { compressed, .. } = import.found else {
        panic!("layers");
    };
    assert_eq!(compressed, ByteSize::bytes(4_770_000_102));
}

#[test]
fn what_shells_and_terminals_put_around_it_does_not_matter() {
    let plain = read(&three());
    let lines = three().replace(", ", ",\n  ");
    for text in [
        format!("\u{feff}{}", lines.replace('\n', "\r\n")),
        format!("$ crane manifest repo/image:tag\n{lines}\n$ "),
        format!("> docker manifest inspect x | jq .\nwarning: something\n{lines} and more"),
        lines.replace("\"size\"", "\u{1b}[34;1m\"size\"\u{1b}[0m"),
        lines.replace('{', "\0{\0"),
        lines.replace("  ", "\u{a0}\u{a0}"),
    ] {
        assert_eq!(read(&text).found, plain.found, "{text:?}");
    }
}

#[test]
fn a_docker_manifest() {
    let text = manifest(&[layer(DOCKER, 5), layer(DOCKER, 6)]).replace(
        "vnd.oci.image.manifest.v1+json",
        "vnd.docker.distribution.manifest.v2+json",
    );
    let import = read(&text);
    assert_eq!(import.recognised, "a Docker manifest");
    assert_eq!(sizes(&import), [5, 6]);
}

/// An index of two platforms and an attestation.
pub fn index() -> String {
    let entry = |letter, platform: &str| {
        format!(
            r#"{{"mediaType": "application/vnd.oci.image.manifest.v1+json", "size": 1500, "digest": "{}", "platform": {platform}}}"#,
            digest(letter)
        )
    };
    format!(
        r#"{{"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": [{}, {}, {}]}}"#,
        entry('1', r#"{"architecture": "amd64", "os": "linux"}"#),
        entry(
            '2',
            r#"{"architecture": "arm64", "os": "linux", "variant": "v8"}"#
        ),
        entry('3', r#"{"architecture": "unknown", "os": "unknown"}"#),
    )
}

#[test]
fn an_index_offers_its_platforms() {
    let import = read(&index());
    assert_eq!(import.recognised, "an OCI index");
    assert_eq!(
        import.notes,
        ["One entry without a platform, such as an attestation, is skipped."]
    );
    let ImageFound::Choose(choices) = import.found else {
        panic!("a choice");
    };
    let offered: Vec<String> = choices.iter().map(|one| one.platform.to_string()).collect();
    assert_eq!(offered, ["linux/amd64", "linux/arm64/v8"]);

    let chosen = read_image(&index(), Some(&platform("linux/arm64"))).unwrap();
    let ImageFound::Elsewhere(choice) = chosen.found else {
        panic!("elsewhere");
    };
    assert_eq!(choice.digest, Some(digest('2')));
    assert!(!choice.has_layers);

    let none = read_image(&index(), Some(&platform("linux/s390x"))).unwrap();
    assert!(
        none.notes
            .contains(&"There is no linux/s390x in this index.".to_owned())
    );
    assert!(matches!(none.found, ImageFound::Choose(choices) if choices.len() == 2));
}

/// `docker manifest inspect -v` of these platforms, each with a layer of this size.
fn verbose(platforms: &[(&str, &str, u64)]) -> String {
    let entries: Vec<String> = platforms
        .iter()
        .map(|(os, architecture, size)| {
            let (kind, inner) = if *os == "unknown" {
                ("OCIManifest", manifest(&[layer("application/vnd.in-toto+json", 10)]))
            } else {
                ("SchemaV2Manifest", manifest(&[layer(DOCKER, *size)]))
            };
            format!(
                r#"{{"Ref": "docker.io/library/x:1", "Descriptor": {{"mediaType": "m", "digest": "{}", "size": 500, "platform": {{"architecture": "{architecture}", "os": "{os}"}}}}, "Raw": "e30=", "{kind}": {inner}}}"#,
                digest('d')
            )
        })
        .collect();
    match entries.as_slice() {
        [one] => one.clone(),
        several => format!("[{}]", several.join(",\n")),
    }
}

#[test]
fn docker_manifest_inspect_v() {
    let one = read(&verbose(&[("linux", "amd64", 7)]));
    assert_eq!(one.recognised, "docker manifest inspect -v");
    let ImageFound::Layers {
        digest: said,
        platform: built,
        ..
    } = one.found
    else {
        panic!("layers");
    };
    assert_eq!(said, Some(digest('d')));
    assert_eq!(built, Some(platform("linux/amd64")));

    let text = verbose(&[
        ("linux", "amd64", 7),
        ("linux", "arm64", 8),
        ("unknown", "unknown", 0),
    ]);
    assert!(
        matches!(read(&text).found, ImageFound::Choose(choices) if choices.iter().all(|one| one.has_layers))
    );
    let arm = read_image(&text, Some(&platform("linux/arm64"))).unwrap();
    assert_eq!(sizes(&arm), [8]);

    // With one platform and its attestation there is nothing to choose.
    let text = verbose(&[("linux", "amd64", 7), ("unknown", "unknown", 0)]);
    assert_eq!(sizes(&read(&text)), [7]);
}

#[test]
fn skopeo() {
    let text = format!(
        r#"{{"Name": "r/x", "Digest": "{}", "RepoTags": ["1"], "Architecture": "arm64", "Os": "linux", "Layers": ["{}"], "LayersData": [{{"MIMEType": "{DOCKER}", "Digest": "{}", "Size": 9, "Annotations": null}}]}}"#,
        digest('e'),
        digest('a'),
        digest('a')
    );
    let import = read(&text);
    assert_eq!(import.recognised, "skopeo inspect");
    assert_eq!(sizes(&import), [9]);
    assert_eq!(
        import.misfit(&Config::default()).as_deref(),
        Some("The image is for linux/arm64, but the nodes are linux/amd64.")
    );
    let old = text.replace("LayersData", "Layer");
    assert!(refused(&old).contains("skopeo inspect --raw"));
    assert!(refused(&text.replace("\"Size\": 9", "\"Size\": -1")).contains("negative"));
}

#[test]
fn amazon_ecr() {
    let inner = serde_json::to_string(&three()).expect("a string");
    let image = |letter| {
        format!(
            r#"{{"registryId": "1", "repositoryName": "x", "imageId": {{"imageDigest": "{}", "imageTag": "t"}}, "imageManifest": {inner}}}"#,
            digest(letter)
        )
    };
    let text = format!(r#"{{"images": [{}], "failures": []}}"#, image('f'));
    let import = read(&text);
    assert_eq!(
        import.recognised,
        "aws ecr batch-get-image with an OCI manifest"
    );
    assert_eq!(sizes(&import).len(), 3);
    assert!(
        matches!(import.found, ImageFound::Layers { digest: Some(said), .. } if said == digest('f'))
    );
    // --query 'images[].imageManifest' and 'images[0].imageManifest'.
    assert_eq!(sizes(&read(&format!("[{inner}]"))).len(), 3);
    assert_eq!(sizes(&read(&inner)).len(), 3);
    // Once for each of its tags, or two images.
    let twice = format!(r#"{{"images": [{}, {}]}}"#, image('f'), image('f'));
    assert_eq!(sizes(&read(&twice)).len(), 3);
    let two = format!(r#"{{"images": [{}, {}]}}"#, image('f'), image('e'));
    assert!(refused(&two).contains("2 images"));
    let failed = r#"{"images": [], "failures": [{"failureCode": "ImageNotFound", "failureReason": "Requested image not found"}]}"#;
    assert!(refused(failed).contains("Requested image not found"));

    let details = r#"{"imageDetails": [{"repositoryName": "x", "imageSizeInBytes": 10757041023}]}"#;
    let import = read(details);
    assert_eq!(
        import.found,
        ImageFound::Size(ByteSize::bytes(10_757_041_023))
    );
    assert!(import.notes[0].contains("batch-get-image"));
    assert!(refused(r#"{"imageDetails": []}"#).contains("0 images"));
    assert!(refused(r#"{"imageDetails": [{}]}"#).contains("no size"));
}

#[test]
fn unpacked_sizes_beside_a_manifest() {
    let gzip = |size| layer(&format!("{OCI}+gzip"), size);
    let two = manifest(&[gzip(30_000_000), gzip(100), gzip(2_000_000_000)]);
    let history = "\
IMAGE          CREATED       CREATED BY                     SIZE      COMMENT
aaaaaaaaaaaa   2 weeks ago   COPY /app /app # buildkit      4.2GB     buildkit.dockerfile.v0
<missing>      2 weeks ago   WORKDIR /app                   0B        buildkit.dockerfile.v0
<missing>      3 weeks ago   ADD rootfs.tar.xz / # x        77.9MB    debuerreotype
";
    let json = r#"{"Comment":"","CreatedAt":"x","CreatedBy":"COPY","ID":"a","Size":"4.2GB"}
{"Comment":"","CreatedAt":"x","CreatedBy":"WORKDIR","ID":"b","Size":"0B"}
{"Comment":"","CreatedAt":"x","CreatedBy":"ADD","ID":"c","Size":"77.9MB"}"#;
    let dive =
        "│ Layers ├──\nCmp   Size  Command\n    77.9 MB  FROM a\n    4.2 GB  COPY /app\n\nother";
    for listed in [history, json, dive] {
        let import = read(&format!("$ docker history x\n{listed}\n{two}"));
        let unpacked: Vec<Option<u64>> = layers(&import)
            .iter()
            .map(|one| one.unpacked.map(ByteSize::to_bytes))
            .collect();
        assert_eq!(
            unpacked,
            [Some(77_900_000), None, Some(4_200_000_000)],
            "{listed}"
        );
        assert_eq!(import.notes, ["2 layers have their unpacked size."]);
    }
    let dive = r#"{"layer": [{"index": 0, "sizeBytes": 80000000}, {"index": 1, "sizeBytes": 300}, {"index": 2, "sizeBytes": 4000000000}], "image": {}}"#;
    let import = read(&format!("{two}\n{dive}"));
    assert_eq!(import.notes, ["3 layers have their unpacked size."]);

    let other = read(&format!(
        "{}\n{json}",
        manifest(&[gzip(1000), gzip(1000), gzip(1000)])
    ));
    assert!(
        other.notes[0].starts_with("The 2 unpacked sizes are ignored"),
        "{:?}",
        other.notes
    );
    let shrinking = read(&format!(
        "{}\n{json}",
        manifest(&[gzip(3_000_000_000), gzip(2_000_000)])
    ));
    assert!(
        shrinking.notes[0].contains("smaller than compressed"),
        "{:?}",
        shrinking.notes
    );
    assert!(refused(json).contains("Paste the image's manifest as well"));
}

#[test]
fn what_is_no_image_is_named() {
    let long = "[".repeat(200);
    for (text, message) in [
        ("", "This contains no JSON"),
        ("hello", "This contains no JSON"),
        ("{}", "This JSON describes no image"),
        ("[1, 2]", "This JSON describes no image"),
        ("{\"a\": ", "ends in the middle"),
        ("{\n\"schemaVersion\": 2,\n\"layers\": [}\n", "Line 3"),
        (long.as_str(), "nested deeper"),
        (
            "<!DOCTYPE html>\n<html><body>Sign in</body></html>",
            "web page",
        ),
        (
            r#"{"errors": [{"code": "UNAUTHORIZED", "message": "authentication required"}]}"#,
            "“UNAUTHORIZED”",
        ),
        (
            "no such manifest: docker.io/library/nosuch:1",
            "seems to have failed: no such manifest",
        ),
        (
            "An error occurred (RepositoryNotFoundException) when calling",
            "RepositoryNotFound",
        ),
        (
            r#"{"schemaVersion": 1, "name": "x", "fsLayers": [{"blobSum": "sha256:1"}]}"#,
            "schema 1",
        ),
        (
            r#"[{"Id": "sha256:1", "Size": 5, "RootFS": {"Layers": []}}]"#,
            "docker image inspect",
        ),
        (
            r#"{"architecture": "amd64", "rootfs": {"type": "layers", "diff_ids": []}}"#,
            "configuration",
        ),
        (
            r#"{"schemaVersion": 2, "manifests": []}"#,
            "names no platform",
        ),
        (
            r#"{"schemaVersion": 2, "artifactType": "application/vnd.amazon.soci.index.v1+json", "layers": [{}]}"#,
            "SOCI index",
        ),
    ] {
        let said = refused(text);
        assert!(said.contains(message), "{text:.60}: {said}");
    }
    let foreign = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";
    for (layers, message) in [
        (vec![], "no layers"),
        (vec![layer(DOCKER, 0)], "Layer 1 has 0 bytes"),
        (
            vec![layer(DOCKER, 5), layer(DOCKER, 2_000_000_000_000_000)],
            "Layer 2 has more than a petabyte",
        ),
        (vec![layer(DOCKER, 600_000_000_000_000); 2], "total"),
        (vec![layer(DOCKER, 5); 501], "501 layers"),
        (vec![layer(foreign, 5)], "not in the registry"),
        (
            vec![layer("application/vnd.in-toto+json", 5)],
            "attestation",
        ),
        (
            vec![layer(
                "application/vnd.oci.image.layer.v1.tar+gzip+encrypted",
                5,
            )],
            "encrypted",
        ),
        (
            vec![layer(
                "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
                5,
            )],
            "not a layer",
        ),
        (
            vec![layer(DOCKER, 5).replace("\"size\": 5", "\"size\": -5")],
            "negative",
        ),
        (
            vec![layer(DOCKER, 5).replace("\"size\": 5", "\"size\": 5.5")],
            "not a whole number",
        ),
        (
            vec![layer(DOCKER, 5).replace("\"size\": 5", "\"size\": \"5\"")],
            "not a number",
        ),
        (vec!["{}".to_owned()], "Layer 1 has no size"),
    ] {
        let said = refused(&manifest(&layers));
        assert!(said.contains(message), "{message}: {said}");
    }
}

#[test]
fn the_config_takes_an_image_over() {
    let before = read_config("version: 1\nimage: {unpackedSize: 5GB, largestLayer: 40}\n").unwrap();
    let import = read(&three());
    let edit = import.edit(&before).unwrap().expect("an edit");
    let config = before.apply(&edit);
    assert_eq!(config.image.layers, layers(&import));
    assert_eq!(
        config.image.compressed_size,
        Some(ByteSize::bytes(4_770_000_102))
    );
    assert_eq!(config.image.unpacked_size, None);
    assert_eq!(config.image.largest_layer, None);
    assert_eq!(read_config(&write_config(&config)).unwrap(), config);

    let most = read(&manifest(&vec![layer(DOCKER, 5); 500]));
    assert!(most.edit(&before).unwrap().is_some());
    let size = read(r#"{"imageDetails": [{"imageSizeInBytes": 7}]}"#);
    let smaller = config.apply(&size.edit(&config).unwrap().expect("an edit"));
    assert!(smaller.image.layers.is_empty());
    assert_eq!(smaller.image.compressed_size, Some(ByteSize::bytes(7)));
    assert_eq!(read(&index()).edit(&config).unwrap(), None);
}

#[test]
fn ten_megabytes_are_read_and_more_are_refused() {
    let filler = "x".repeat(100);
    let lines = format!("{filler}\n").repeat(100_000);
    assert_eq!(sizes(&read(&format!("{lines}{}", three()))).len(), 3);
    let starts = "{\"a\": [\n".repeat(1_250_000);
    assert!(!refused(&starts).is_empty());
    let annotated = three().replacen(
        '{',
        &format!("{{\"annotations\": \"{}\",", "y".repeat(10_000_000)),
        1,
    );
    assert_eq!(sizes(&read(&annotated)).len(), 3);
    assert!(refused(&" ".repeat(20_000_001)).contains("at most 20 MB"));
}

proptest! {
    #![proptest_config(Runs {
        cases: 512,
        rng_seed: RngSeed::Fixed(2026),
        failure_persistence: None,
        ..Runs::default()
    })]

    /// Cut, doubled and overwritten samples: an answer, no panic, and layers only within bounds.
    #[test]
    fn mutated_samples_get_an_answer(
        sample in 0_usize..8,
        cuts in proptest::collection::vec((any::<u16>(), any::<u16>(), "\\PC{0,4}|[\\[\\]{}\":,0-9-]{0,6}"), 0..6),
    ) {
        let samples = [
            three(), index(), verbose(&[("linux", "amd64", 7), ("linux", "arm64", 8)]),
            format!("[{}]", serde_json::to_string(&three()).expect("a string")),
            format!("IMAGE  SIZE\na      5MB\n{}", three()),
            r#"{"imageDetails": [{"imageSizeInBytes": 7}]}"#.to_owned(),
            REGCTL.to_owned(), converted(),
        ];
        let mut text: Vec<char> = samples[sample].chars().collect();
        for (from, to, new) in cuts {
            let (from, to) = (usize::from(from) % (text.len() + 1), usize::from(to) % (text.len() + 1));
            text.splice(from.min(to)..from.max(to).min(from.min(to) + 40), new.chars());
        }
        let text: String = text.into_iter().collect();
        match read_image(&text, None) {
            Err(wrong) => prop_assert!(wrong.message().chars().count() < 500),
            Ok(import) => if let ImageFound::Layers { layers, compressed, .. } = import.found {
                prop_assert!(!layers.is_empty() && layers.len() <= 500);
                let sum: u64 = layers.iter().map(|one| one.compressed.to_bytes()).sum();
                prop_assert_eq!(sum, compressed.to_bytes());
            }
        }
    }
}
