package dev.drover.group;

import dev.drover.spec.GroupProcess;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** A group's row, as commands change it: only under a lock, because passes raise its epoch too. */
@Entity
@Table(name = "fleet_group")
@DynamicUpdate
@SuppressWarnings("UnusedVariable") // Hibernate reads the fields
class FleetGroup {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String name;

    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "text")
    private State state = State.ACTIVE;

    private long generation;
    private long epoch = 1;
    private long fence = 1;
    private boolean abandoned;
    private Instant clearedAt;
    private Instant createdAt;

    @Embedded
    private @Nullable Pauses pauses = new Pauses();

    protected FleetGroup() {
        this("", Instant.EPOCH);
    }

    FleetGroup(String name, Instant now) {
        this.name = name;
        this.clearedAt = now;
        this.createdAt = now;
    }

    /** A new declaration: the next generation, and what went wrong before is forgiven. */
    void declared(Instant now) {
        generation++;
        clearedAt = now;
        command();
    }

    void deletionRequested() {
        state = State.DELETING;
        command();
    }

    void releaseRequested() {
        state = State.RELEASING;
        command();
    }

    /** Its deletion waits for no provider. */
    void abandon() {
        state = State.DELETING;
        abandoned = true;
        command();
    }

    boolean abandoned() {
        return abandoned;
    }

    /** Since when each paused process is. */
    Map<GroupProcess, Instant> paused() {
        return pauses == null ? Map.of() : pauses.since(); // Hibernate sets it to null if nothing is paused
    }

    void pause(Set<GroupProcess> processes, Instant now) {
        processes.forEach(it -> pauses().set(it, now));
        command();
    }

    void resume(Set<GroupProcess> processes) {
        processes.forEach(it -> pauses().set(it, null));
        command();
    }

    private Pauses pauses() {
        if (pauses == null) {
            pauses = new Pauses();
        }
        return pauses;
    }

    /** What went wrong before is forgiven. */
    void retried(Instant now) {
        clearedAt = now;
        command();
    }

    /** What is asked for is stored elsewhere. */
    void asked() {
        command();
    }

    /** Nothing that was planned before is called after this commits. */
    private void command() {
        epoch++;
        fence = epoch;
    }

    long id() {
        if (id == null) {
            throw new IllegalStateException("group " + name + " was not stored yet");
        }
        return id;
    }

    String name() {
        return name;
    }

    State state() {
        return state;
    }

    long generation() {
        return generation;
    }

    Instant createdAt() {
        return createdAt;
    }

    enum State {
        ACTIVE,
        RELEASING,
        DELETING,
        DELETED
    }
}
