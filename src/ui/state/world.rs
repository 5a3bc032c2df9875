//! What is known about the world: the catalogue, and prices that are loaded by Region.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::core::{Catalogue, Config, price_regions};
use crate::data::{PRICED_REGIONS, catalogue};
use crate::ui::platform::ahead;
use crate::ui::platform::fetch::{self, NotRead};

/// What there is of a Region's on-demand prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prices {
    /// They are on their way.
    Loading,
    /// They are in the catalogue.
    There,
    /// Nobody has a table of this Region.
    Missing,
    /// They could not be read, for now.
    Failed,
}

/// The catalogue as it is now. A Region's table comes once and stays.
#[derive(Debug, Clone, Copy)]
pub struct World {
    catalogue: RwSignal<Catalogue>,
    prices: RwSignal<BTreeMap<String, Prices>>,
    tables: RwSignal<BTreeMap<String, String>>,
}

impl World {
    /// With the prices that came before the program, so that the first answer is whole.
    pub(super) fn new() -> Self {
        let world = Self {
            catalogue: RwSignal::new(catalogue().clone()),
            prices: RwSignal::new(BTreeMap::new()),
            tables: RwSignal::new(BTreeMap::new()),
        };
        if let Some((region, table)) = ahead::prices()
            && world.take(&region, &table) == Prices::There
        {
            world.note(&region, Prices::There);
        }
        world
    }

    /// The catalogue.
    pub fn catalogue(self) -> RwSignal<Catalogue> {
        self.catalogue
    }

    /// What there is of a Region's prices.
    pub fn prices(self, region: &str) -> Prices {
        let known = self.prices.with(|prices| prices.get(region).copied());
        known.unwrap_or(if has_table(region) {
            Prices::Loading
        } else {
            Prices::Missing
        })
    }

    /// The Region whose prices decide what can be said of a Config, and what there is of them: what
    /// failed before what is on its way.
    pub fn prices_for(self, config: &Config) -> (String, Prices) {
        let rank = |prices: Prices| match prices {
            Prices::Failed => 0,
            Prices::Loading => 1,
            Prices::Missing | Prices::There => 2,
        };
        let known = price_regions(config, has_table)
            .into_iter()
            .map(|region| {
                let prices = self.prices(&region);
                (region, prices)
            })
            .min_by_key(|(_, prices)| rank(*prices));
        known.unwrap_or((String::new(), Prices::Missing))
    }

    /// The price tables that are there, for who has to read them again: Region and table.
    pub fn tables(self) -> Vec<(String, String)> {
        let pairs = |tables: &BTreeMap<String, String>| {
            let pairs = tables.iter();
            pairs
                .map(|(region, table)| (region.clone(), table.clone()))
                .collect()
        };
        self.tables.with_untracked(pairs)
    }

    /// Loads the prices that a Config needs, as far as they are not there or on their way. What
    /// arrives late belongs to its own Region, whichever the Config has by then.
    pub fn load_for(self, config: &Config) {
        for region in price_regions(config, has_table) {
            let known = self
                .prices
                .with_untracked(|prices| prices.contains_key(&region));
            if !known && has_table(&region) {
                self.load(region);
            }
        }
    }

    /// Loads a Region's prices once more after they could not be read.
    pub fn load(self, region: String) {
        self.note(&region, Prices::Loading);
        fetch::text(&format!("ondemand/{region}.csv"), move |read| {
            let state = match read {
                Ok(table) => self.take(&region, &table),
                Err(NotRead::Missing) => Prices::Missing,
                Err(NotRead::Failed) => Prices::Failed,
            };
            self.note(&region, state);
        });
    }

    fn take(self, region: &str, table: &str) -> Prices {
        // Some servers, and networks that ask for a login first, send a page of their own in its place;
        // a line may break off. Either may be another time.
        if table.trim_start().starts_with('<') || !table.ends_with('\n') {
            return Prices::Failed;
        }
        let next = self
            .catalogue
            .with_untracked(|catalogue| catalogue.with_on_demand(region, table));
        match next {
            Ok(next) => {
                self.catalogue.set(next);
                self.tables.update(|tables| {
                    tables.insert(region.to_owned(), table.to_owned());
                });
                Prices::There
            }
            Err(_) => Prices::Failed,
        }
    }

    fn note(self, region: &str, state: Prices) {
        self.prices.update(|prices| {
            prices.insert(region.to_owned(), state);
        });
    }
}

fn has_table(region: &str) -> bool {
    PRICED_REGIONS.binary_search(&region).is_ok()
}
