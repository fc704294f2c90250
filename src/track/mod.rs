//! Records of several documents become views: editions, states, comparisons.
