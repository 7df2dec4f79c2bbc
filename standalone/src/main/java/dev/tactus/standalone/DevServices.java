package dev.tactus.standalone;

import java.util.List;

/** What {@code dev} runs beside the broker, and what it tells its user. */
record DevServices(List<Service> inStartOrder, String bootstrapServers) {
    static DevServices of(DevFolder folder, DevSecrets secrets, String bootstrapServers, int port) {
        return new DevServices(List.of(), bootstrapServers);
    }

    String welcome() {
        return "Kafka listens at " + bootstrapServers;
    }
}
