/** Whole clusters in one thread, on simulated network, disk and clock, from one seed. */
export {};
