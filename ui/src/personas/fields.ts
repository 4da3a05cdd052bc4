/** Fields of a persona, by where they stand. */

export const FACTS = ["age", "occupation", "place", "household"];
export const PROFILE = ["goals", "jobs", "needs", "pains", "gains", "motivations", "behaviours", "skills", "channels", "brands"];
export const EMPATHY = ["says", "thinks", "does", "feels", "hears", "sees"];
