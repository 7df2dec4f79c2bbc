package dev.tactus.contracts.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.SpecVersionDetector;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.AllowSchemaLoader;
import dev.tactus.contracts.command.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The JSON Schema of a workflow's parameters: draft 4, 6, 7, 2019-09 or 2020-12 as its {@code $schema} says, else 2020-12.
 * Instances are immutable and safe for use by several threads.
 *
 * <p>A schema comes from a tenant, so it must not make the platform fetch anything: a {@code $ref} reaches into the schema
 * itself and to the drafts' own documents, which come from the class path.
 */
public final class ParamsSchema {
    /** More problems than these are not listed: the first ones tell what to do. */
    private static final int MAX_PROBLEMS = 50;

    /** The library maps the drafts' own addresses to these. */
    private static final Pattern DRAFTS =
            Pattern.compile("classpath:draft(-0[467]|/2019-09|/2020-12)/(schema|meta/[a-z-]+)");

    private final JsonSchema schema;

    private ParamsSchema(JsonSchema schema) {
        this.schema = schema;
    }

    /** @throws InvalidParamsSchemaException when it is not a JSON Schema, or refers to what is outside of it */
    public static ParamsSchema compile(JsonNode schema) {
        try {
            VersionFlag version =
                    SpecVersionDetector.detectOptionalVersion(schema, false).orElse(VersionFlag.V202012);
            JsonSchemaFactory factory = JsonSchemaFactory.getInstance(
                    version,
                    builder -> builder.schemaLoaders(loaders -> loaders.add(new AllowSchemaLoader(
                            iri -> DRAFTS.matcher(iri.toString()).matches()))));
            SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                    .locale(Locale.ENGLISH)
                    .regularExpressionFactory(BoundedRegularExpression::new)
                    .build();
            List<Problem> problems = problems(
                    factory.getSchema(SchemaLocation.of(version.getId()), config)
                            .validate(schema),
                    List.of());
            if (!problems.isEmpty()) {
                throw new InvalidParamsSchemaException(problems);
            }
            JsonSchema compiled = factory.getSchema(schema, config);
            // References are resolved only when they are walked; one that leads nowhere must be refused now.
            compiled.initializeValidators();
            return new ParamsSchema(compiled);
        } catch (JsonSchemaException | IllegalArgumentException e) {
            throw new InvalidParamsSchemaException(
                    List.of(new Problem(Problem.INVALID_VALUE, List.of(), String.valueOf(e.getMessage()))));
        }
    }

    /**
     * What in the parameters breaks the schema; empty if nothing does.
     *
     * @param root where the parameters stand in the request; the problems' paths begin with it
     */
    public List<Problem> problems(ObjectNode params, String root) {
        try {
            return problems(schema.validate(params), List.of(root));
        } catch (JsonSchemaException | BoundedRegularExpression.TooSlowException e) {
            return List.of(new Problem(
                    Problem.INVALID_VALUE,
                    List.of(root),
                    "the workflow's input_schema can't be applied: " + e.getMessage()));
        }
    }

    private static List<Problem> problems(Collection<ValidationMessage> messages, List<String> root) {
        return messages.stream()
                .limit(MAX_PROBLEMS)
                .map(message -> new Problem(
                        String.valueOf(message.getType()), path(root, message), String.valueOf(message.getError())))
                .toList();
    }

    private static List<String> path(List<String> root, ValidationMessage message) {
        List<String> path = new ArrayList<>(root);
        JsonNodePath location = message.getInstanceLocation();
        for (int i = 0; i < location.getNameCount(); i++) {
            path.add(String.valueOf(location.getElement(i)));
        }
        // A missing or an unknown property is reported at its object; the path is to name the property.
        String property = message.getProperty();
        if (property != null) {
            path.add(property);
        }
        return List.copyOf(path);
    }
}
