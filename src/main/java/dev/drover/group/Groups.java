package dev.drover.group;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** Groups that are not deleted. */
interface Groups extends JpaRepository<FleetGroup, Long> {
    @Query("select g from FleetGroup g where g.name = :name and g.state <> dev.drover.group.FleetGroup.State.DELETED")
    Optional<FleetGroup> find(String name);

    /** Waits for claims under way, so that a command's answer is a barrier. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select g from FleetGroup g where g.name = :name and g.state <> dev.drover.group.FleetGroup.State.DELETED")
    Optional<FleetGroup> lock(String name);
}
