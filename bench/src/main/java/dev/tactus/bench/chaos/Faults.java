package dev.tactus.bench.chaos;

import dev.tactus.bench.BenchFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All faults, by name. */
final class Faults {
    private static final Map<String, Fault> BY_NAME = byName(
            new ProcessorKilled(),
            new ProcessorStalled(),
            new ProcessorRestarted(),
            new BrokerKilled(),
            new PoisonRecords(),
            new UndecidableSchedules(),
            new StateDeleted(),
            new NetworkCut(),
            new DiskFull(),
            new ClockJump("clock-back", Duration.ofHours(-1)),
            new ClockJump("clock-forward", Duration.ofHours(1)));

    /** Those that need neither root nor a library. */
    static final List<String> CHEAP = List.of("kill", "stall", "restart", "broker", "poison", "undecidable", "state");

    private Faults() {}

    private static Map<String, Fault> byName(Fault... faults) {
        Map<String, Fault> byName = new LinkedHashMap<>();
        for (Fault fault : faults) {
            byName.put(fault.name(), fault);
        }
        return byName;
    }

    static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /** @throws BenchFailure naming what there is, when there is no such fault */
    static List<Fault> of(List<String> names) {
        List<Fault> faults = new ArrayList<>();
        for (String name : names) {
            Fault fault = BY_NAME.get(name);
            if (fault == null) {
                throw new BenchFailure("there is no fault " + name + ", but " + String.join(", ", names()));
            }
            faults.add(fault);
        }
        return faults;
    }
}
