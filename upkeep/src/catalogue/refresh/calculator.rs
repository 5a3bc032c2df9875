//! The feeds of AWS's public price calculator, as yeo/ec2.shop stores them: an object with
//! `manifest` and `regions`; `regions` holds, by the Region's name (`Africa (Cape Town)`), the
//! rates by their description, each with `price` as text. Local Zones and Wavelength Zones stand
//! among the Regions.
//!
//! In the feed of instances a rate also names its `Instance Type`, `Operating System` and
//! `Pre Installed S/W`.

use serde_json::{Map, Value};

use super::price::micro_dollars;

/// The rates of one place.
pub struct Place {
    /// Its name.
    pub name: String,
    rates: Map<String, Value>,
}

impl Place {
    /// A rate in dollars, divided; none if it is not listed.
    ///
    /// # Errors
    /// A rate without a price that is a positive number.
    pub fn rate(&self, description: &str, divisor: u128) -> Result<Option<String>, String> {
        let Some(rate) = self.rates.get(description) else {
            return Ok(None);
        };
        rate.get("price")
            .and_then(Value::as_str)
            .and_then(|text| micro_dollars(text, divisor))
            .map(Some)
            .ok_or_else(|| format!("{}: {description} has no price", self.name))
    }

    /// Types with their Linux prices, nothing pre-installed.
    ///
    /// # Errors
    /// A rate of a type without a price that is a positive number.
    pub fn linux(&self) -> Result<Vec<(String, String)>, String> {
        let mut found = Vec::new();
        for (description, rate) in &self.rates {
            let said = |name: &str| rate.get(name).and_then(Value::as_str);
            let Some(kind) = said("Instance Type") else {
                continue;
            };
            let plain = said("Operating System") == Some("Linux")
                && said("Pre Installed S/W").is_none_or(|software| software == "NA");
            if !plain {
                continue;
            }
            if let Some(price) = self.rate(description, 1)? {
                found.push((kind.to_owned(), price));
            }
        }
        Ok(found)
    }
}

/// Cuts a feed into its places.
///
/// # Errors
/// Text that is no such feed, or prices in another currency.
pub fn places(text: &str) -> Result<Vec<Place>, String> {
    let mut feed: Value =
        serde_json::from_str(text).map_err(|error| format!("this is not JSON: {error}"))?;
    let currency = feed
        .pointer("/manifest/currencyCode")
        .and_then(Value::as_str);
    if currency.is_some_and(|code| code != "USD") {
        return Err("the prices are not in US dollars".to_owned());
    }
    let Some(Value::Object(regions)) = feed.get_mut("regions").map(Value::take) else {
        return Err("there is no object `regions`; a feed of AWS's calculator has one".to_owned());
    };
    regions
        .into_iter()
        .map(|(name, rates)| match rates {
            Value::Object(rates) => Ok(Place { name, rates }),
            _ => Err(format!("{name} has no rates")),
        })
        .collect()
}
