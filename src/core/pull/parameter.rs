//! The uncertain figures as the simulation takes them: one value each.

use crate::core::config::Config;
pub use crate::core::parameter::{Basis, Constants, Parameter};
use crate::core::units::LikelyRange;

impl Constants {
    /// The published figures, and the user's own in place of those that they measured.
    pub fn from_config(config: &Config) -> Self {
        let own = config.image.own_figures.iter();
        own.fold(Self::default(), |constants, figure| {
            constants.with(figure.parameter, figure.value)
        })
    }

    pub(in crate::core) fn likely(&self) -> ParameterValues {
        let value = |at: usize| {
            let parameter = Parameter::ALL.get(at).copied();
            parameter.map_or(0.0, |one| fraction(self.get(one).likely()))
        };
        ParameterValues {
            values: std::array::from_fn(value),
        }
    }
}

fn fraction(thousandths: u32) -> f64 {
    f64::from(thousandths) / 1000.0
}

/// One value for each parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::core) struct ParameterValues {
    values: [f64; Parameter::COUNT],
}

impl ParameterValues {
    pub(in crate::core) fn get(&self, parameter: Parameter) -> f64 {
        self.values.get(parameter as usize).copied().unwrap_or(0.0)
    }

    /// The same draw but for one parameter.
    pub(in crate::core) fn with(mut self, parameter: Parameter, thousandths: u32) -> Self {
        if let Some(value) = self.values.get_mut(parameter as usize) {
            *value = fraction(thousandths);
        }
        self
    }
}

/// What published images unpack to, in thousandths: the last name of their repository and the ratio.
const PUBLISHED_RATIOS: [(&str, [u32; 3]); 5] = [
    ("vllm", [2_100, 2_360, 2_500]),
    ("vllm-openai", [2_100, 2_360, 2_500]),
    // It is Ray with vLLM inside.
    ("ray-llm", [2_100, 2_360, 2_500]),
    ("sglang", [1_950, 2_130, 2_360]),
    ("pytorch-training", [1_850, 2_000, 2_150]),
];

/// What an image unpacks to by its name, where that was published. `vllm-router` is another image
/// than `vllm`.
pub(in crate::core) fn published_ratio(reference: &str) -> Option<LikelyRange<u32>> {
    let last = reference.rsplit('/').next()?;
    let name = last.split([':', '@']).next()?;
    let (_, [low, likely, high]) = PUBLISHED_RATIOS.iter().find(|(own, _)| *own == name)?;
    Some(LikelyRange::new(*low, *likely, *high))
}
