package dev.tactus.recurrence;

import java.lang.ref.WeakReference;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** Makes equal values one object for as long as anyone holds it. */
final class Interner<T> {
    private final WeakHashMap<T, WeakReference<T>> known = new WeakHashMap<>();

    synchronized T intern(T value) {
        @Nullable WeakReference<T> reference = known.get(value);
        @Nullable T found = reference == null ? null : reference.get();
        if (found == null) {
            known.put(value, new WeakReference<>(value));
            return value;
        }
        return found;
    }
}
