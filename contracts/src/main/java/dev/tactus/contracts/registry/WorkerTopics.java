package dev.tactus.contracts.registry;

/**
 * The topics that a tenant's Kafka workers may get their jobs on: those whose names begin with the tenant's name and a dot.
 * Any other could be another tenant's or the platform's, whose readers would take a job for what they wait for.
 */
public final class WorkerTopics {
    private WorkerTopics() {}

    public static boolean belongs(String topic, String tenant) {
        return topic.startsWith(prefix(tenant))
                && topic.length() > prefix(tenant).length();
    }

    /** What the names of all of a tenant's topics begin with. */
    public static String prefix(String tenant) {
        return tenant + ".";
    }
}
