"""Word lists that come with the product: common English, and what staff say for what policies say."""
