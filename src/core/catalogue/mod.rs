//! Facts about the world at a date: instance types, prices, releases. An empty cell of a table is unknown
//! and stays unknown.

mod core_speeds;
mod date;
mod ebs_price;
mod instance;
mod known_images;
mod on_demand;
mod releases;
mod table;

use std::sync::Arc;

use crate::core::choice::nearest;
use crate::core::config::Architecture;
use crate::core::config::text::Region;
use crate::core::error::{ValueError, quoted};
use crate::core::units::grouped;
pub use date::Date;
pub use ebs_price::EbsPrices;
pub use instance::{Accelerator, EbsLimits, Gpu, Instance, LocalStore, Network};
pub use known_images::KnownImage;
pub use on_demand::OnDemandPrices;
pub use releases::ReleaseTables;
pub(crate) use releases::{CHECKED, KnownBad, Presence, Pulls, Releases, Tested, pinned};
pub use table::TableError;

/// Everything that is known about EC2 and about releases. Cheap to clone: the tables are shared.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalogue {
    instances: Arc<[Instance]>,
    ebs_prices: Arc<[EbsPrices]>,
    on_demand: Vec<Arc<OnDemandPrices>>,
    releases: Arc<Releases>,
    known_images: Arc<[KnownImage]>,
}

impl Catalogue {
    /// Reads the tables that travel with the program: `instances.csv`, `ebs_prices.csv`, those
    /// of releases and `known_images.csv`.
    ///
    /// # Errors
    /// The first row that is not as the table's header says, with its line.
    pub fn parse(
        instances: &'static str,
        ebs_prices: &'static str,
        releases: &ReleaseTables,
        known_images: &str,
    ) -> Result<Self, TableError> {
        let mut instances = instance::parse(instances)?;
        core_speeds::note(&mut instances);
        Ok(Self {
            instances: instances.into(),
            ebs_prices: ebs_price::parse(ebs_prices)?.into(),
            on_demand: Vec::new(),
            releases: Arc::new(Releases::parse(releases)?),
            known_images: known_images::parse(known_images)?.into(),
        })
    }

    /// What is known about releases.
    pub(crate) fn releases(&self) -> &Releases {
        &self.releases
    }

    /// The images whose sizes were published, by the short names of their rows.
    pub fn known_images(&self) -> &[KnownImage] {
        &self.known_images
    }

    /// What was published of the image with this reference on nodes of this architecture; nothing
    /// if no size of it was.
    pub fn known_image(&self, reference: &str, architecture: Architecture) -> Option<&KnownImage> {
        self.known_images
            .iter()
            .find(|image| image.is(reference, architecture))
    }

    /// The same facts with a Region's on-demand prices, in place of older ones of that Region.
    ///
    /// # Errors
    /// The first row that is not as the table's header says, with its line.
    pub fn with_on_demand(&self, region: &str, table: &str) -> Result<Self, TableError> {
        let prices = on_demand::parse(region, table, &self.instances)?;
        let mut next = self.clone();
        next.on_demand.retain(|known| known.region() != region);
        next.on_demand.push(Arc::new(prices));
        Ok(next)
    }

    /// Every instance type, sorted by name.
    pub fn instances(&self) -> &[Instance] {
        &self.instances
    }

    /// The instance type with this name.
    pub fn instance(&self, name: &str) -> Option<&Instance> {
        let at = self.position(name)?;
        self.instances.get(at)
    }

    /// Where the type with this name stands among all instances.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.instances
            .binary_search_by(|instance| instance.name.cmp(name))
            .ok()
    }

    /// Where the type stands that somebody named.
    ///
    /// # Errors
    /// A name that no known type has; the nearest one is suggested.
    pub fn named(&self, name: &str) -> Result<usize, ValueError> {
        let name = name.trim().to_ascii_lowercase();
        self.position(&name).ok_or_else(|| {
            let error = ValueError::new(format!(
                "{} is not one of the {} known instance types.",
                quoted(&name),
                grouped(self.instances.len() as u64)
            ));
            match nearest(&name, self.instances.iter().map(|instance| instance.name)) {
                Some(near) => error.suggest(near),
                None => error,
            }
        })
    }

    /// EBS prices of a Region, where its table has any.
    pub fn ebs_prices(&self, region: &Region) -> Option<&EbsPrices> {
        self.ebs_prices
            .iter()
            .find(|prices| prices.region == region.as_str())
    }

    /// On-demand prices of a Region, once they are there.
    pub fn on_demand(&self, region: &Region) -> Option<&OnDemandPrices> {
        self.on_demand_in(region.as_str())
    }

    /// The same by the Region's code.
    pub fn on_demand_in(&self, region: &str) -> Option<&OnDemandPrices> {
        self.on_demand
            .iter()
            .find(|prices| prices.region() == region)
            .map(AsRef::as_ref)
    }
}
