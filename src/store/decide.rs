//! What people decide: kept in the ledger, so that it outlives every new extraction and can be replayed.

use super::event::Event;
use super::{Store, StoreError};
use crate::model::{Alias, Assignment, Decisions, Tie, Utility};

impl Store {
    /// Everything that was decided so far.
    #[must_use]
    pub fn decisions(&self) -> &Decisions {
        &self.catalog.decisions
    }

    /// Says which plan a document belongs to; what the assignment does not say stays as it was. `None` forgets all of it.
    /// Returns false where nothing would change; then nothing is written.
    ///
    /// # Errors
    /// Where there is no such document, the store is open for reading, or the ledger cannot be written.
    pub fn assign(&mut self, document: &str, assignment: Option<&Assignment>, why: &str) -> Result<bool, StoreError> {
        self.for_writing()?;
        if self.document(document).is_none() {
            return Err(StoreError::UnknownId(document.to_owned()));
        }
        let before = self.decisions().assignments.get(document);
        let after = assignment.map(|later| {
            let mut own = before.cloned().unwrap_or_default();
            own.lay_over(later);
            own
        });
        if before == after.as_ref() {
            return Ok(false);
        }
        self.append(why, Event::Assigned { document: document.to_owned(), assignment: assignment.cloned() })?;
        Ok(true)
    }

    /// Says whether two measures (by their lasting ids) are one; `None` leaves it to the program again. Returns false where nothing
    /// would change.
    ///
    /// # Errors
    /// Where the store is open for reading or the ledger cannot be written.
    pub fn link(&mut self, old: &str, new: &str, tie: Option<Tie>, why: &str) -> Result<bool, StoreError> {
        self.for_writing()?;
        if self.decisions().tie(old, new) == tie {
            return Ok(false);
        }
        self.append(why, Event::Linked { old: old.to_owned(), new: new.to_owned(), tie })?;
        Ok(true)
    }

    /// Puts a table of names in the place of the last one. Returns false where it is the same.
    ///
    /// # Errors
    /// Where the store is open for reading or the ledger cannot be written.
    pub fn set_aliases(&mut self, mut aliases: Vec<Alias>, why: &str) -> Result<bool, StoreError> {
        self.for_writing()?;
        aliases.sort();
        aliases.dedup();
        if self.decisions().aliases == aliases {
            return Ok(false);
        }
        self.append(why, Event::Aliased { aliases })?;
        Ok(true)
    }

    /// Puts a table of utilities in the place of the last one. Returns false where it is the same.
    ///
    /// # Errors
    /// Where the store is open for reading or the ledger cannot be written.
    pub fn set_utilities(&mut self, mut utilities: Vec<Utility>, why: &str) -> Result<bool, StoreError> {
        self.for_writing()?;
        utilities.sort_by(|a, b| (&a.code, &a.name).cmp(&(&b.code, &b.name)));
        if self.decisions().utilities == utilities {
            return Ok(false);
        }
        self.append(why, Event::Listed { utilities })?;
        Ok(true)
    }
}
