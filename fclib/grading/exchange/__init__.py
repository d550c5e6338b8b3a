"""nbgrader's exchange: collect what arrived whole, hand feedback back."""
