/** Whole clusters in one thread, on simulated network, disk and clock, from one seed. */
export { type PlantedBug, plantedBugs } from "./planted/planted-bugs.ts";
export { makePlan, type Plan, type PlanShares, takeShares } from "./run/plan.ts";
export { type RunOptions, type RunResult, runSeed } from "./run/run-seed.ts";
