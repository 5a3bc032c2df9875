//! Filters and orders of the table of instance types.

use soci_configurator::core::{Cell, Column, Filter, InstanceRows, Order};
use soci_configurator::data::catalogue;

use super::{names, position};
use crate::catalogue::with_prices;

fn all() -> Vec<usize> {
    (0..catalogue().instances().len()).collect()
}

fn filtered(text: &str) -> Vec<&'static str> {
    let priced = with_prices(&["us-east-1"]);
    let region = "us-east-1".parse().expect("a Region");
    let rows = InstanceRows::new(&priced, priced.on_demand(&region));
    let filter: Filter = text
        .parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"));
    names(&filter.matching(&rows, &all()))
}

#[test]
fn words_and_comparisons() {
    assert_eq!(filtered("").len(), 1363);
    assert_eq!(filtered("g6.xlarge"), ["g6.xlarge"]);
    assert_eq!(filtered("G6.X"), ["g6.xlarge"]);
    assert!(filtered("h100").contains(&"p5.48xlarge"));
    for (text, yes, no) in [
        ("gpu=l4", "g6.xlarge", "g6e.xlarge"),
        ("gpu=l4,l40s", "g6e.xlarge", "g5.xlarge"),
        ("gpu!=l4", "m6i.large", "g6.xlarge"),
        ("gpus>=4", "g6.12xlarge", "g6.xlarge"),
        ("gpus=0", "m6i.large", "g6.xlarge"),
        ("gpu-mem>22", "g6.xlarge", "m6i.large"),
        ("arch=arm64", "m7g.large", "m6i.large"),
        ("vcpu >= 8", "m6i.2xlarge", "m6i.xlarge"),
        ("vcpu=4,8", "m6i.xlarge", "m6i.large"),
        ("vcpu!=4", "m6i.large", "m6i.xlarge"),
        ("mem<7.5", "c6id.large", "c3.xlarge"),
        ("mem<=7.5", "c3.xlarge", "m6i.large"),
        ("nvme>0", "m6id.large", "m6i.large"),
        ("nvme=0", "m6i.large", "m6id.large"),
        ("network>3.1k", "m6i.2xlarge", "m6i.xlarge"),
        ("ebs>=8000", "m6i.large", "g6.xlarge"),
        ("ebs-base<=2500 m6i", "m6i.large", "m6i.metal"),
        ("price<$1", "g6.xlarge", "p5.48xlarge"),
        ("type!=m6i.large m6i", "m6i.xlarge", "m6i.large"),
        ("family=m6i size=metal", "m6i.metal", "m6i.large"),
        ("category=g gen>=6 maker=amd", "g6.xlarge", "g5.xlarge"),
    ] {
        let found = filtered(text);
        assert!(found.contains(&yes), "{text} leaves {yes} out");
        assert!(!found.contains(&no), "{text} lets {no} in");
    }
}

#[test]
fn unknown_matches_no_comparison() {
    // No label of EBS bandwidth, no network baseline.
    for text in ["ebs<1000000", "ebs>=0", "ebs!=1", "ebs=0", "network!=1"] {
        let found = filtered(text);
        assert!(!found.contains(&"t2.large"), "{text}");
        assert!(found.len() < 1363, "{text}");
    }
    let rows = InstanceRows::new(catalogue(), None);
    let without_prices: Filter = "price<1000000".parse().expect("a filter");
    assert_eq!(without_prices.matching(&rows, &all()), Vec::<usize>::new());
    assert_eq!(rows.text(position("t2.large"), Column::Ebs), "unknown");
    assert_eq!(rows.text(position("m6i.large"), Column::Price), "unknown");
    assert_eq!(rows.text(position("m6i.large"), Column::Nvme), "none");
    assert_eq!(rows.text(position("g6.12xlarge"), Column::Gpu), "4 × l4");
    assert_eq!(rows.text(position("g6f.large"), Column::Gpu), "part of l4");
    assert_eq!(rows.text(position("c3.xlarge"), Column::Memory), "7.5");
    assert_eq!(
        rows.text(position("p5.48xlarge"), Column::Network),
        "3,200,000"
    );
}

#[test]
fn a_filter_that_cannot_be_read_says_what_is_wrong() {
    for (text, message, suggestion) in [
        (
            "vpcu>=8 nvme>0",
            "“vpcu” is not a column",
            Some("vcpu>=8 nvme>0"),
        ),
        ("vcpu>=", "A value is missing after vcpu>=", None),
        ("vcpu>=many", "needs a number", None),
        ("vcpu>=-1", "needs a number", None),
        ("vcpu>=8>9", "A column is missing before >9", None),
        ("arch>amd64", "arch is text", None),
        ("vcpu", "vcpu is a column", None),
        (">=8", "A column is missing", None),
        ("m6i!8", "“!8” is not a comparison", None),
        ("mem=1.2.3", "needs a number", None),
        ("price<99999999999", "needs a number", None),
    ] {
        let refused = text.parse::<Filter>().unwrap_err();
        assert!(refused.message().contains(message), "{text}: {refused}");
        assert_eq!(refused.suggestion(), suggestion, "{text}");
    }
    assert!("x".repeat(10_000).parse::<Filter>().is_err());
    assert!(Column::named("prize").unwrap_err().suggestion() == Some("price"));
}

#[test]
fn unknown_comes_last_either_way_and_equals_stay_by_family_and_size() {
    let rows = InstanceRows::new(catalogue(), None);
    for column in Column::ALL {
        for order in [Order::Ascending, Order::Descending] {
            let mut sorted = all();
            rows.sort(&mut sorted, column, order);
            let cells: Vec<Cell> = sorted.iter().map(|at| rows.cell(*at, column)).collect();
            let known = cells
                .iter()
                .take_while(|cell| **cell != Cell::Unknown)
                .count();
            assert!(
                cells[known..].iter().all(|cell| *cell == Cell::Unknown),
                "{column:?}: unknown is not last"
            );
            for (pair, at) in cells[..known].windows(2).zip(sorted.windows(2)) {
                let (left, right) = match order {
                    Order::Ascending => (pair[0], pair[1]),
                    Order::Descending => (pair[1], pair[0]),
                };
                let in_order = match (left, right) {
                    // Names and sizes go by how large they are; see below.
                    _ if matches!(column, Column::Type | Column::Size) => true,
                    (Cell::Word(left), Cell::Word(right)) => left <= right,
                    (left, right) => number(left) <= number(right),
                };
                assert!(in_order, "{column:?} {order:?}: {pair:?}");
                let family = |at: usize| catalogue().instances()[at].family;
                assert!(
                    pair[0] != pair[1] || family(at[0]) <= family(at[1]),
                    "{column:?}: {at:?}"
                );
            }
        }
    }
}

#[test]
fn types_are_listed_from_the_smallest_to_bare_metal() {
    let rows = InstanceRows::new(catalogue(), None);
    let of_family = |order| {
        let types = catalogue().instances().iter().enumerate();
        let mut sorted: Vec<usize> = types
            .filter(|(_, instance)| instance.family == "c7i")
            .map(|(at, _)| at)
            .collect();
        rows.sort(&mut sorted, Column::Type, order);
        sorted
            .into_iter()
            .map(|at| catalogue().instances()[at].size)
            .collect::<Vec<_>>()
    };
    let sizes = [
        "large",
        "xlarge",
        "2xlarge",
        "4xlarge",
        "8xlarge",
        "12xlarge",
        "16xlarge",
        "24xlarge",
        "48xlarge",
        "metal-24xl",
        "metal-48xl",
    ];
    assert_eq!(of_family(Order::Ascending), sizes);
    assert_eq!(
        of_family(Order::Descending),
        sizes.iter().rev().copied().collect::<Vec<_>>()
    );
    let mut all = all();
    rows.sort(&mut all, Column::Size, Order::Ascending);
    let size = |at: &usize| catalogue().instances()[*at].size;
    assert_eq!(all.first().map(size), Some("nano"));
    assert!(
        all.last()
            .map(size)
            .is_some_and(|it| it.starts_with("metal"))
    );
}

fn number(cell: Cell) -> u64 {
    match cell {
        Cell::Number(number) => number,
        Cell::Word(_) => u64::MAX,
        Cell::Absent | Cell::Unknown => 0,
    }
}
