"""The same work in processes of this machine, or on a Dask cluster."""
