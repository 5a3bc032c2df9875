//! The images of which a size was published.

use soci_configurator::core::{Config, Edit, Field, KnownImage, findings_of, known_values};
use soci_configurator::data::catalogue;

fn config(settings: &[(&str, &str)]) -> Config {
    settings
        .iter()
        .fold(Config::default(), |config, (path, text)| {
            let field = Field::find(path).expect("a field");
            config.apply(&Edit::typed(field, text, &config).expect("a value"))
        })
}

fn of(image: &KnownImage) -> Config {
    let architecture = image
        .architecture
        .map_or("amd64".to_owned(), |of| of.to_string());
    config(&[
        ("image.reference", image.reference.as_str()),
        ("nodes.architecture", &architecture),
    ])
}

#[test]
fn every_image_is_found_by_its_own_reference_and_gives_its_sizes() {
    assert!(catalogue().known_images().len() >= 12);
    for image in catalogue().known_images() {
        let before = of(image);
        let reference = image.reference.as_str();
        let found = catalogue().known_image(reference, before.nodes.architecture);
        assert_eq!(found, Some(image), "{}", image.id);

        let after = before.apply(&image.edit(&before).expect("an edit"));
        assert_eq!(after.image.reference, image.reference);
        assert_eq!(
            after.image.compressed_size,
            Some(image.compressed),
            "{}",
            image.id
        );
        assert_eq!(after.image.layers, image.layers, "{}", image.id);
        assert_eq!(after.image.size(), Some(image.compressed), "{}", image.id);
        assert_eq!(
            after.image.largest_layer.is_some(),
            image.largest.is_some(),
            "{}",
            image.id
        );
        assert!(
            !findings_of(&after, catalogue())
                .iter()
                .any(|finding| finding.rule.id == "published-size-unused"),
            "{}",
            image.id
        );
    }
}

#[test]
fn the_share_of_a_layer_that_was_published_alone_is_taken() {
    let ray = catalogue()
        .known_images()
        .iter()
        .find(|image| image.id == "ray-llm-2.56.0")
        .expect("a row");
    let before = of(ray);
    let after = before.apply(&ray.edit(&before).expect("an edit"));
    // 4.74 of 11.6 GB.
    assert_eq!(after.image.largest_layer, Some(41));
    assert!(ray.is_rounded && after.image.layers.is_empty());
}

#[test]
fn sizes_of_another_image_go() {
    let before = config(&[
        ("image.reference", "spark:4.0.4"),
        ("image.compressedSize", "9GB"),
        ("image.unpackedSize", "20GB"),
        ("image.largestLayer", "80"),
    ]);
    let spark = catalogue()
        .known_image("spark:4.0.4", before.nodes.architecture)
        .expect("a row");
    let after = before.apply(&spark.edit(&before).expect("an edit"));
    assert_eq!(
        (after.image.unpacked_size, after.image.largest_layer),
        (None, None)
    );
    assert_eq!(after.image.layers.len(), 11);
}

#[test]
fn an_image_that_is_not_there_stays_unknown() {
    let config = Config::default();
    for reference in [
        "vllm/vllm-openai:v0.0.1",
        "vllm/vllm-openai",
        "example.com/spark:3.5.9",
    ] {
        assert_eq!(
            catalogue().known_image(reference, config.nodes.architecture),
            None
        );
    }
}

#[test]
fn the_field_of_the_image_offers_them_with_size_and_day() {
    let field = Field::find("image.reference").expect("a field");
    let config = Config::default();
    let offered = known_values(field, &config, catalogue());
    let note = |text: &str| {
        let mut notes = offered.iter().filter(|one| one.text == text);
        let note = notes.next().and_then(|one| one.note.clone());
        assert!(notes.next().is_none(), "{text} is offered twice");
        note
    };
    assert_eq!(
        note("763104351884.dkr.ecr.us-east-1.amazonaws.com/vllm:0.22.0-gpu-py312-cu130-ubuntu22.04-ec2").as_deref(),
        Some("9.4 GB, 2026-06-03")
    );
    assert_eq!(
        note("spark:3.5.9").as_deref(),
        Some("666 MB in 11 layers, 2026-09-26")
    );
    assert!(
        offered
            .iter()
            .all(|one| one.why_not.is_none() && one.note.is_some())
    );
}
