package dev.tactus.standalone;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;

/** Who may know whom: docs/architecture.md as rules. */
@AnalyzeClasses(packages = "dev.tactus", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String JDK = "java..";
    private static final String JDK_TOO = "javax..";
    private static final String NULLNESS = "org.jspecify..";
    private static final String LOGGING = "org.slf4j..";
    private static final String RECURRENCE = "dev.tactus.recurrence..";
    private static final String CONTRACTS = "dev.tactus.contracts..";
    private static final String API = "dev.tactus.api..";
    private static final String PROCESSOR = "dev.tactus.processor..";
    private static final String HTTP = "dev.tactus.http..";
    private static final String METRICS = "dev.tactus.metrics..";
    private static final String PROMETHEUS = "io.prometheus.metrics..";
    private static final String AUDIT = "dev.tactus.audit..";
    private static final String DISPATCHER = "dev.tactus.dispatcher..";
    private static final String[] CLIENTS_AND_JSON = {
        "org.apache.kafka.clients..", "org.apache.kafka.common..", "com.fasterxml.jackson.."
    };

    @ArchTest
    static final ArchRule recurrenceIsPureTime =
            onlyKnows(RECURRENCE, "com.cronutils..").because("time is decided without Kafka, HTTP or a log");

    @ArchTest
    static final ArchRule contractsKnowNoService = onlyKnows(
                    CONTRACTS,
                    with(CLIENTS_AND_JSON, RECURRENCE, "com.google.crypto.tink..", "com.networknt..", LOGGING))
            .because("what crosses a process boundary must not depend on what runs on either side");

    @ArchTest
    static final ArchRule httpKnowsNoService =
            onlyKnows(HTTP, "io.helidon..").because("every service's port may use it");

    @ArchTest
    static final ArchRule metricsKnowNoService = onlyKnows(METRICS, PROMETHEUS, "io.helidon..")
            .because("how metrics are told must not depend on what they tell of");

    @ArchTest
    static final ArchRule theApiKnowsNoOtherService = onlyKnows(
                    API,
                    with(CLIENTS_AND_JSON, CONTRACTS, RECURRENCE, HTTP, METRICS, PROMETHEUS, "io.helidon..", LOGGING))
            .because("services meet in contracts only");

    @ArchTest
    static final ArchRule theProcessorKnowsNoOtherService = onlyKnows(
                    PROCESSOR,
                    with(
                            CLIENTS_AND_JSON,
                            CONTRACTS,
                            RECURRENCE,
                            "org.apache.kafka.streams..",
                            "org.rocksdb..",
                            HTTP,
                            METRICS,
                            PROMETHEUS,
                            "io.helidon..",
                            LOGGING))
            .because("services meet in contracts only");

    @ArchTest
    static final ArchRule thePartitionKnowsNotWhoRunsIt = noClasses()
            .that()
            .resideInAPackage("dev.tactus.processor.core..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "dev.tactus.processor", "dev.tactus.processor.http..", METRICS, PROMETHEUS, "io.helidon.."))
            .because("a partition is tested without the service around it");

    @ArchTest
    static final ArchRule theDispatcherKnowsNoOtherService = onlyKnows(
                    DISPATCHER,
                    with(
                            CLIENTS_AND_JSON,
                            CONTRACTS,
                            "okhttp3..",
                            "okio..",
                            "kotlin..",
                            "io.github.resilience4j..",
                            METRICS,
                            PROMETHEUS,
                            "io.helidon..",
                            LOGGING))
            .because("services meet in contracts only");

    @ArchTest
    static final ArchRule theAuditKnowsNoService = onlyKnows(AUDIT, with(CLIENTS_AND_JSON, CONTRACTS, RECURRENCE))
            .because("it must not repeat the mistakes of what it audits");

    @ArchTest
    static final ArchRule onlyTheBrokerModuleKnowsTheBroker = noClasses()
            .that(resideOutsideOfPackages("dev.tactus.broker.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("kafka..", "org.apache.kafka.metadata..", "scala.."))
            .because("those are Kafka's insides and change with every release");

    @ArchTest
    static final ArchRule timeIsAnArgument = noClasses()
            .that(resideInAnyPackage(RECURRENCE, AUDIT, "dev.tactus.processor.core.."))
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .because("what decides is driven by a clock that a test can set");

    @ArchTest
    static final ArchRule nothingPrints = noClasses()
            .that(resideOutsideOfPackages("dev.tactus.standalone.."))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("only the command line speaks to a terminal; the rest logs");

    private static ArchRule onlyKnows(String module, String... others) {
        DescribedPredicate<JavaClass> allowed = resideInAnyPackage(with(others, module, JDK, JDK_TOO, NULLNESS));
        return classes()
                .that()
                .resideInAPackage(module)
                .should()
                .onlyDependOnClassesThat(allowed.or(arrays()))
                .allowEmptyShould(true);
    }

    /** Arrays of primitives are in no package. */
    private static DescribedPredicate<JavaClass> arrays() {
        return DescribedPredicate.describe(
                "primitives and arrays of them",
                type -> type.getBaseComponentType().isPrimitive());
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }
}
