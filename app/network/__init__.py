"""The control plane: libp2p on trio. The only place that imports either."""
