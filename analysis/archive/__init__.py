"""The archive: sources, data, products and packages in one file that rebuilds without a network."""
