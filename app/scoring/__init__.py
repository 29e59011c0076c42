"""Match, readiness, uncertainty and explanations as pure functions of catalogue and ratings."""
