package dev.tactus.api.owners;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.api.owners.ProcessorClient.NotAnsweredException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** Who owns which partition, as a processor said it last. */
final class OwnerTable {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final ProcessorClient client;
    private final List<String> seeds;
    private final ReentrantLock refreshing = new ReentrantLock();
    private final AtomicLong asked = new AtomicLong();
    private volatile Owners last = Owners.NONE;

    /** @param seeds {@code host:port} of processors, asked in turn */
    OwnerTable(ProcessorClient client, List<String> seeds) {
        this.client = client;
        this.seeds = List.copyOf(seeds);
    }

    /**
     * @param partitions how many there are; 0 if nobody said so yet
     * @param addresses {@code host:port} by partition; partitions without an owner are absent
     * @param ready whether the processor that said so answers for its own
     * @param asked counts the questions, so that two answers of the same content are told apart
     */
    record Owners(int partitions, Map<Integer, String> addresses, boolean ready, long asked) {
        static final Owners NONE = new Owners(0, Map.of(), false, 0);

        Owners {
            addresses = Map.copyOf(addresses);
        }

        Owners asked(long number) {
            return new Owners(partitions, addresses, ready, number);
        }

        Optional<String> of(int partition) {
            return Optional.ofNullable(addresses.get(partition));
        }

        boolean complete() {
            return partitions > 0 && addresses.size() == partitions;
        }

        Collection<String> processors() {
            return Set.copyOf(addresses.values());
        }
    }

    Owners last() {
        return last;
    }

    /**
     * Asks anew, unless someone else did since {@code stale} was read: many find out at once that an owner is gone.
     *
     * @return what is known then; if nobody answers, what was known before
     */
    Owners refresh(Owners stale) {
        refreshing.lock();
        try {
            if (last.asked() == stale.asked()) {
                last = ask().orElse(stale).asked(asked.incrementAndGet());
            }
            return last;
        } finally {
            refreshing.unlock();
        }
    }

    /** What one processor says. */
    Owners ask(String address) throws NotAnsweredException {
        JsonNode answer = client.get(address, "/internal/owners", TIMEOUT);
        Map<Integer, String> addresses = new TreeMap<>();
        for (Map.Entry<String, JsonNode> owner : answer.path("owners").properties()) {
            addresses.put(Integer.valueOf(owner.getKey()), owner.getValue().asText());
        }
        return new Owners(
                answer.path("partitions").asInt(),
                addresses,
                answer.path("ready").asBoolean(),
                0);
    }

    /** The first complete answer, else the one that names most owners: a processor that just started knows none. */
    private Optional<Owners> ask() {
        Set<String> processors = new LinkedHashSet<>(seeds);
        processors.addAll(last.processors());
        List<Owners> partial = new ArrayList<>();
        for (String address : processors) {
            try {
                Owners owners = ask(address);
                if (owners.complete()) {
                    return Optional.of(owners);
                }
                partial.add(owners);
            } catch (NotAnsweredException e) {
                // The next one may answer.
            }
        }
        return partial.stream()
                .max((a, b) ->
                        Integer.compare(a.addresses().size(), b.addresses().size()));
    }
}
