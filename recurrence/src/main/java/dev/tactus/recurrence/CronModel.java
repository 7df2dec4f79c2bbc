package dev.tactus.recurrence;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.Always;
import com.cronutils.model.field.expression.And;
import com.cronutils.model.field.expression.Between;
import com.cronutils.model.field.expression.Every;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.expression.On;
import com.cronutils.model.field.value.FieldValue;
import com.cronutils.model.field.value.SpecialChar;
import com.cronutils.parser.CronParser;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** Parses five fields with cron-utils and turns its model into masks, once. */
final class CronModel {
    private static final CronParser PARSER = new CronParser(definition());

    private static final int MAX_COMPILED = 4096;
    /** Most schedules share few expressions, and a start compiles them all. Emptied when full: simple and bounded. */
    private static final ConcurrentHashMap<String, LocalCron> COMPILED = new ConcurrentHashMap<>();

    private CronModel() {}

    private static CronDefinition definition() {
        return CronDefinitionBuilder.defineCron()
                .withMinutes()
                .withStrictRange()
                .and()
                .withHours()
                .withStrictRange()
                .and()
                .withDayOfMonth()
                .supportsL()
                .supportsW()
                .supportsLW()
                .withStrictRange()
                .and()
                .withMonth()
                .withStrictRange()
                .and()
                .withDayOfWeek()
                .withValidRange(0, 7)
                .withMondayDoWValue(1)
                .withIntMapping(7, 0)
                .supportsHash()
                .supportsL()
                .withStrictRange()
                .and()
                .instance();
    }

    /**
     * Compiles five fields.
     *
     * @param fields as the user wrote them, less {@code H}: whether one begins with {@code *} decides two rules
     * @throws IllegalArgumentException if cron-utils refuses them
     */
    static LocalCron compile(List<String> fields) {
        String text = String.join(" ", fields);
        LocalCron known = COMPILED.get(text);
        if (known == null) {
            known = compile(text, fields);
            if (COMPILED.size() >= MAX_COMPILED) {
                COMPILED.clear();
            }
            COMPILED.put(text, known);
        }
        return known;
    }

    private static LocalCron compile(String text, List<String> fields) {
        Cron cron = PARSER.parse(text);
        boolean elapsed = isStar(fields.get(0)) || isStar(fields.get(1));
        boolean both = isStar(fields.get(2)) || isStar(fields.get(4));
        return new LocalCron(
                plain(cron, CronFieldName.MINUTE, 0, 59),
                (int) plain(cron, CronFieldName.HOUR, 0, 23),
                dayRule(cron, both),
                elapsed);
    }

    /** Vixie cron sets its star flags by the first character of the field, so a step counts as a star. */
    private static boolean isStar(String field) {
        return field.charAt(0) == '*';
    }

    private static DayRule dayRule(Cron cron, boolean both) {
        int fromEnd = 0;
        int nearWeekday = 0;
        boolean lastWeekday = false;
        for (FieldExpression item : items(cron, CronFieldName.DAY_OF_MONTH)) {
            if (item instanceof On on) {
                switch (special(on)) {
                    case L -> fromEnd |= 1 << Math.max(0, on.getNth().getValue());
                    case W -> nearWeekday |= 1 << on.getTime().getValue();
                    case LW -> lastWeekday = true;
                    default -> {}
                }
            }
        }
        long nth = 0;
        int lastWeekdays = 0;
        for (FieldExpression item : items(cron, CronFieldName.DAY_OF_WEEK)) {
            if (item instanceof On on) {
                int weekday = on.getTime().getValue() % 7;
                switch (special(on)) {
                    case HASH -> nth |= 1L << (7 * (on.getNth().getValue() - 1) + weekday);
                    case L -> lastWeekdays |= 1 << weekday;
                    default -> {}
                }
            }
        }
        long weekdays = plain(cron, CronFieldName.DAY_OF_WEEK, 0, 7);
        return new DayRule(
                (int) plain(cron, CronFieldName.MONTH, 1, 12),
                (int) plain(cron, CronFieldName.DAY_OF_MONTH, 1, 31),
                fromEnd,
                nearWeekday,
                lastWeekday,
                (int) (weekdays | weekdays >> 7) & 127,
                nth,
                lastWeekdays,
                both);
    }

    private static SpecialChar special(On on) {
        return on.getSpecialChar().getValue();
    }

    private static List<FieldExpression> items(Cron cron, CronFieldName field) {
        FieldExpression expression = cron.retrieve(field).getExpression();
        return expression instanceof And and ? and.getExpressions() : List.of(expression);
    }

    private static long plain(Cron cron, CronFieldName field, int min, int max) {
        long mask = 0;
        for (FieldExpression item : items(cron, field)) {
            mask |= mask(item, min, max, 1);
        }
        return mask;
    }

    private static long mask(FieldExpression item, int min, int max, int step) {
        return switch (item) {
            case Always always -> bits(min, max, step);
            case Between between -> bits(number(between.getFrom()), number(between.getTo()), step);
            // A step without a range runs to the end of the field: 5/15 is 5-59/15.
            case Every every
            when every.getExpression() instanceof On on ->
                bits(on.getTime().getValue(), max, every.getPeriod().getValue());
            case Every every ->
                mask(every.getExpression(), min, max, every.getPeriod().getValue());
            case On on
            when special(on) == SpecialChar.NONE -> 1L << on.getTime().getValue();
            default -> 0;
        };
    }

    private static int number(FieldValue<?> value) {
        return (Integer) value.getValue();
    }

    private static long bits(int from, int to, int step) {
        long mask = 0;
        for (int value = from; value <= to; value += step) {
            mask |= 1L << value;
        }
        return mask;
    }
}
