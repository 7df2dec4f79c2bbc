package dev.tactus.audit;

/**
 * What is in force of a schedule when a fact comes.
 *
 * @param whole whether all its facts are there; else nobody knows how often it fired and what jobs are open
 */
record Standing(Timetable timetable, long revision, boolean whole, long fires, int openJobs) {
    /** Known to have no fires left. */
    boolean exhausted() {
        return whole && timetable.exhaustedBy(fires);
    }
}
