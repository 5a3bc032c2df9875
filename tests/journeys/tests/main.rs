//! Journeys through the built page, in one program: it is linked once, and what waits in one leaves the
//! cores to others.

mod barriers;
mod best;
mod browsers;
mod compare;
mod controls;
mod costs;
mod engines;
mod explain;
mod faults;
mod first;
mod form;
mod import;
mod instances;
mod keyboard;
mod links;
mod newcomer;
mod offline;
mod parts;
mod pull;
mod questions;
mod repair;
mod saved;
mod shortcuts;
mod size;
mod start;
mod storage;
mod tabs;
mod visual;
