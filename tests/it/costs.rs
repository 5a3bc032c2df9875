//! What volumes and nodes cost: published figures to the cent, and what is not known.

use soci_configurator::core::{
    EbsPrices, Iops, LineItem, Money, Throughput, VolumeCost, VolumeSize, VolumeSpec, VolumeType,
};
use soci_configurator::data::catalogue;

fn ebs(region: &str) -> Option<&'static EbsPrices> {
    catalogue().ebs_prices(&region.parse().expect("a Region's code"))
}

fn gp3(gib: u32, iops: u32, throughput: u32) -> VolumeSpec {
    VolumeSpec {
        volume_type: VolumeType::Gp3,
        size: VolumeSize::gib(gib),
        iops: Some(Iops::new(iops)),
        throughput: Some(Throughput::mebibytes(throughput)),
    }
}

fn month(volume: &VolumeSpec, region: &str) -> Option<String> {
    let total = VolumeCost::of(volume, ebs(region)).per_month();
    total.exactly().map(Money::cents)
}

#[test]
fn gp3_figures_of_us_east_1_to_the_cent() {
    for (iops, throughput, dollars) in [
        (3000, 125, "$8.00"),
        (3000, 600, "$27.00"),
        (3000, 750, "$33.00"),
        (4000, 1000, "$48.00"),
        (16_000, 1000, "$108.00"),
        (8000, 2000, "$108.00"),
    ] {
        assert_eq!(
            month(&gp3(100, iops, throughput), "us-east-1").as_deref(),
            Some(dollars),
            "{iops}/{throughput}"
        );
    }
}

#[test]
fn other_types_by_their_own_formula() {
    let volume = |volume_type, gib, iops| VolumeSpec {
        volume_type,
        size: VolumeSize::gib(gib),
        iops,
        throughput: None,
    };
    let iops = |count| Some(Iops::new(count));
    for (volume, dollars) in [
        (volume(VolumeType::Gp2, 100, None), "$10.00"),
        (volume(VolumeType::Gp2, 100, iops(5000)), "$10.00"),
        (volume(VolumeType::Io1, 100, iops(5000)), "$337.50"),
        (volume(VolumeType::Io2, 100, iops(5000)), "$337.50"),
        // 12.50 + 32,000 × 0.065 + 32,000 × 0.0455 + 36,000 × 0.03185
        (volume(VolumeType::Io2, 100, iops(100_000)), "$4,695.10"),
        (volume(VolumeType::Io2, 100, iops(32_000)), "$2,092.50"),
    ] {
        assert_eq!(
            month(&volume, "us-east-1").as_deref(),
            Some(dollars),
            "{volume:?}"
        );
    }
}

#[test]
fn a_volume_without_a_price_is_unknown_not_free() {
    let cost = VolumeCost::of(&gp3(100, 3000, 600), ebs("mx-central-1"));
    let known: Vec<Option<Money>> = cost.lines.iter().map(LineItem::per_month).collect();
    // No IOPS above what is included: that part is really nothing.
    assert_eq!(known, [None, Some(Money::ZERO), None]);
    assert_eq!(cost.per_month().exactly(), None);
    // A Region that has gp3 prices and none of io2.
    let io2 = VolumeSpec {
        volume_type: VolumeType::Io2,
        ..gp3(100, 4000, 125)
    };
    assert_eq!(month(&io2, "af-south-1"), None);
    assert!(month(&gp3(100, 4000, 125), "af-south-1").is_some());
    // EC2 refuses io1 without IOPS; its price is no smaller for that.
    let bare = VolumeSpec {
        volume_type: VolumeType::Io1,
        iops: None,
        ..gp3(100, 3000, 125)
    };
    assert_eq!(month(&bare, "us-east-1"), None);
}
