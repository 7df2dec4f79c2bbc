package dev.tactus.processor.core.state;

import dev.tactus.contracts.Json;

/** The bytes of one kind of row. */
interface RowFormat<V> {
    byte[] write(V row);

    /** @throws dev.tactus.contracts.MalformedJsonException or another unchecked one when the bytes are no such row */
    V read(byte[] bytes);

    static <V> RowFormat<V> json(Class<V> type) {
        return new RowFormat<>() {
            @Override
            public byte[] write(V row) {
                return Json.bytes(row);
            }

            @Override
            public V read(byte[] bytes) {
                return Json.readOwn(bytes, type);
            }
        };
    }
}
