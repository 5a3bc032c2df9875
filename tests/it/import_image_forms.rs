//! Indexes with what is no image beside images, and what tools print that know less than a manifest.

use soci_configurator::core::{ByteSize, ImageFound, ImageImport};

use crate::import_images::{DOCKER, OCI, digest, index, layer, read, refused, sizes, three};

/// An index as `soci convert` writes it (v2): the image, its SOCI index beside it, and what
/// BuildKit and cosign put there too.
pub fn converted() -> String {
    let entry = |letter, more: &str| {
        format!(
            r#"{{"mediaType": "application/vnd.oci.image.manifest.v1+json", "size": 900, "digest": "{}"{more}}}"#,
            digest(letter)
        )
    };
    let arm = r#", "platform": {"os": "linux", "architecture": "arm64"}"#;
    let names_index = format!(
        r#"{arm}, "annotations": {{"com.amazon.soci.index-digest": "{}"}}"#,
        digest('8')
    );
    let soci = format!(
        r#"{arm}, "artifactType": "application/vnd.amazon.soci.index.v2+json", "annotations": {{"com.amazon.soci.image-manifest-digest": "{}"}}"#,
        digest('7')
    );
    let attestation = r#", "platform": {"os": "unknown", "architecture": "unknown"}, "annotations": {"vnd.docker.reference.type": "attestation-manifest"}"#;
    let signature = r#", "artifactType": "application/vnd.dev.cosign.artifact.sig.v1+json""#;
    format!(
        r#"{{"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": [{}, {}, {}, {}]}}"#,
        entry('8', &soci),
        entry('7', &names_index),
        entry('6', attestation),
        entry('5', signature)
    )
}

#[test]
fn soci_indexes_attestations_and_signatures_are_no_images() {
    let text = converted();
    // Without the type, without the annotation, without the platform, and with the older type.
    let by_annotation = text.replace(
        r#", "artifactType": "application/vnd.amazon.soci.index.v2+json""#,
        "",
    );
    let of_image = format!(
        r#""com.amazon.soci.image-manifest-digest": "{}""#,
        digest('7')
    );
    let by_digest = by_annotation.replace(&of_image, r#""other": "x""#);
    for text in [
        text.clone(),
        by_annotation,
        by_digest,
        text.replace("index.v2+json", "index.v1+json"),
    ] {
        let import = read(&text);
        let ImageFound::Elsewhere(choice) = &import.found else {
            panic!("{text}: {:?}", import.found);
        };
        assert_eq!(choice.digest, Some(digest('7')));
        assert_eq!(
            import.notes,
            [
                "A SOCI index is skipped; parallel pull does not need it.",
                "An attestation is skipped: it is not an image.",
                "A signature is skipped: it is not an image.",
            ]
        );
    }
    // An image's descriptor may name the type of its configuration.
    let image = text.replace(
        r#""annotations": {"com.amazon.soci.index-digest""#,
        r#""artifactType": "application/vnd.oci.image.config.v1+json", "annotations": {"com.amazon.soci.index-digest""#,
    );
    assert!(matches!(read(&image).found, ImageFound::Elsewhere(_)));
    // Nothing tells the two apart: containerd takes the first.
    let repeated = index().replace(
        "arm64\", \"os\": \"linux\", \"variant\": \"v8",
        "amd64\", \"os\": \"linux",
    );
    let import = read(&repeated);
    assert!(
        matches!(import.found, ImageFound::Elsewhere(choice) if choice.digest == Some(digest('1')))
    );
    assert!(import.notes[0].contains("linux/amd64 is listed more than once"));

    // The same from docker manifest inspect -v, which holds the manifests too.
    let inner = |artifact: &str, layer: String| {
        format!(
            r#"{{"schemaVersion": 2, "config": {{"mediaType": "{artifact}", "size": 2, "digest": "{}"}}, "layers": [{layer}]}}"#,
            digest('c')
        )
    };
    let one = |letter, inner: String| {
        format!(
            r#"{{"Ref": "r/x:1", "Descriptor": {{"mediaType": "m", "digest": "{}", "size": 5, "platform": {{"architecture": "amd64", "os": "linux"}}}}, "OCIManifest": {inner}}}"#,
            digest(letter)
        )
    };
    let verbose = format!(
        "[{}, {}]",
        one(
            '1',
            inner(
                "application/vnd.amazon.soci.index.v2+json",
                layer("application/octet-stream", 9)
            )
        ),
        one(
            '2',
            inner(
                "application/vnd.oci.image.config.v1+json",
                layer(&format!("{OCI}+gzip"), 77)
            )
        )
    );
    let import = read(&verbose);
    assert_eq!(sizes(&import), [77]);
    assert!(import.notes[0].contains("SOCI index"));
}

#[test]
fn one_manifest_that_is_no_image_is_named() {
    for (kind, words) in [
        ("application/vnd.amazon.soci.index.v2+json", "a SOCI index"),
        (
            "application/vnd.dev.cosign.artifact.sig.v1+json",
            "a signature",
        ),
        ("application/vnd.cncf.helm.config.v1+json", "an artifact"),
    ] {
        let text = format!(
            r#"{{"schemaVersion": 2, "artifactType": "{kind}", "layers": [{}]}}"#,
            layer(DOCKER, 5)
        );
        assert!(refused(&text).contains(words), "{kind}");
    }
}

/// What regctl prints of a manifest for people.
pub const REGCTL: &str = "\
Name:        registry.example.com/team/model:7
MediaType:   application/vnd.docker.distribution.manifest.v2+json
Digest:      sha256:1111111111111111111111111111111111111111111111111111111111111111
Annotations:
  org.opencontainers.image.version: 24.04
Total Size:  6.137GB

Config:
  Digest:    sha256:2222222222222222222222222222222222222222222222222222222222222222
  MediaType: application/vnd.docker.container.image.v1+json
  Size:      31234B

Layers:

  Digest:    sha256:3333333333333333333333333333333333333333333333333333333333333333
  MediaType: application/vnd.docker.image.rootfs.diff.tar.gzip
  Size:      29.54MB

  Digest:    sha256:4444444444444444444444444444444444444444444444444444444444444444
  MediaType: application/vnd.oci.image.layer.v1.tar+zstd
  Size:      6.107GB

  Digest:    sha256:5555555555555555555555555555555555555555555555555555555555555555
  MediaType: application/vnd.docker.image.rootfs.diff.tar.gzip
  Size:      92B
";

#[test]
fn what_regctl_and_buildx_print_for_people() {
    for text in [
        REGCTL.to_owned(),
        REGCTL.replace("\n\n", "\n"),
        format!("$ regctl manifest get x\n{}", REGCTL.replace('\n', "\r\n")),
    ] {
        let import = read(&text);
        assert_eq!(sizes(&import), [29_540_000, 6_107_000_000, 92], "{text}");
        assert_eq!(import.recognised, "a printed summary of a Docker manifest");
        assert!(import.notes[0].contains("rounded"));
    }
    let index = "\
Name:      docker.io/library/x:1
MediaType: application/vnd.oci.image.index.v1+json
Digest:    sha256:0000000000000000000000000000000000000000000000000000000000000000

Manifests:
  Name:      docker.io/library/x:1@sha256:1111111111111111111111111111111111111111111111111111111111111111
  MediaType: application/vnd.oci.image.manifest.v1+json
  Platform:  linux/amd64

  Name:        docker.io/library/x:1@sha256:2222222222222222222222222222222222222222222222222222222222222222
  MediaType:   application/vnd.oci.image.manifest.v1+json
  ArtifactType: application/vnd.amazon.soci.index.v2+json
  Platform:    linux/amd64

  Name:        docker.io/library/x:1@sha256:3333333333333333333333333333333333333333333333333333333333333333
  MediaType:   application/vnd.oci.image.manifest.v1+json
  Platform:    unknown/unknown
  Annotations:
    vnd.docker.reference.digest: sha256:1111111111111111111111111111111111111111111111111111111111111111
    vnd.docker.reference.type:   attestation-manifest
";
    // regctl prints the digest below the name too.
    let regctl = index.replace(
        "  Name:      docker.io/library/x:1@",
        "  Name:      docker.io/library/x:1@sha256:1111111111111111111111111111111111111111111111111111111111111111\n  Digest:    ",
    );
    for text in [index, &regctl] {
        let import = read(text);
        let ImageFound::Elsewhere(choice) = &import.found else {
            panic!("{:?}", import.found);
        };
        assert_eq!(choice.digest, Some(digest('1')));
        assert_eq!(import.notes.len(), 2, "{:?}", import.notes);
    }
}

#[test]
fn runtimes_know_only_the_size_of_the_whole() {
    let size = |text: &str| match read(text) {
        ImageImport {
            found: ImageFound::Size(size),
            notes,
            ..
        } => {
            assert!(notes[0].contains("crane manifest"), "{notes:?}");
            size.to_bytes()
        }
        other => panic!("{text}: {other:?}"),
    };
    let image = |size: &str| {
        format!(
            r#"{{"id": "sha256:1", "repoTags": ["r/x:1"], "repoDigests": [], "size": {size}, "pinned": false}}"#
        )
    };
    let inspecti = |size: &str| {
        format!(
            r#"{{"info": {{"imageSpec": {{"architecture": "arm64", "os": "linux", "rootfs": {{"type": "layers", "diff_ids": []}}}}}}, "status": {}}}"#,
            image(size)
        )
    };
    assert_eq!(size(&inspecti(r#""7654321000""#)), 7_654_321_000);
    assert_eq!(size(&inspecti("7654321000")), 7_654_321_000);
    assert!(refused(&inspecti(r#""0""#)).contains("no size"));
    let images = |list: &str| format!(r#"{{"images": [{list}]}}"#);
    assert_eq!(size(&images(&image(r#""5""#))), 5);
    let two = format!("{0}, {0}", image(r#""5""#));
    assert!(refused(&images(&two)).contains("crictl images: 2 images"));

    let ctr = "REF                    TYPE                                      DIGEST   SIZE    PLATFORMS   LABELS
docker.io/library/x:1  application/vnd.oci.image.index.v1+json  sha256:a  3.5 GiB linux/amd64 -
";
    assert_eq!(size(ctr), 3_758_096_384);
    let crictl = "IMAGE      TAG   IMAGE ID   SIZE\nr/x        1     abc        742MB\n";
    assert_eq!(size(crictl), 742_000_000);
    assert!(refused(&format!("{crictl}r/y        1     abd        1MB\n")).contains("2 images"));
    let docker = "REPOSITORY   TAG   IMAGE ID   CREATED   SIZE\nr/x   1   abc   2 days ago   8GB\n";
    assert!(refused(docker).contains("only unpacked sizes"));
    let unpacked = r#"[{"Id": "sha256:1", "RepoTags": ["x:1"], "Size": 8100000000, "RootFS": {"Layers": []}}]"#;
    assert!(refused(unpacked).contains("together 8.1 GB"));
}

#[test]
fn manifests_within_other_documents() {
    for (wrapped, what) in [
        (
            format!(
                r#"{{"reference": "r/x@sha256:1", "mediaType": "m", "size": 5, "content": {}}}"#,
                three()
            ),
            "oras",
        ),
        (
            format!(
                r#"{{"name": "r/x:1", "manifest": {}, "image": {{}}}}"#,
                three()
            ),
            "buildx",
        ),
        (
            format!(
                r#"[{{"Image": {{"Name": "r/x:1"}}, "Manifest": {}, "Size": 5}}]"#,
                three()
            ),
            "nerdctl",
        ),
    ] {
        assert_eq!(sizes(&read(&wrapped)).len(), 3, "{what}");
    }
    let descriptor = format!(
        r#"{{"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": "{}", "size": 1500}}"#,
        digest('d')
    );
    assert!(refused(&descriptor).contains("only a manifest's descriptor"));
    // The layers win over the index that names them, whichever comes first.
    for text in [
        format!("{}\n{}", index(), three()),
        format!("{}\n{}", three(), index()),
    ] {
        let import = read(&text);
        assert_eq!(sizes(&import).len(), 3);
        assert!(
            import
                .notes
                .contains(&"One more document describes an image and is skipped.".to_owned())
        );
    }
    // ECR lists a SOCI index as an image of its own.
    let details = r#"{"imageDetails": [{"imageSizeInBytes": 500, "artifactMediaType": "application/vnd.amazon.soci.index.v1+json"}, {"imageSizeInBytes": 7000000000, "artifactMediaType": "application/vnd.docker.container.image.v1+json"}]}"#;
    assert_eq!(
        read(details).found,
        ImageFound::Size(ByteSize::bytes(7_000_000_000))
    );
}
