package dev.drover.group;

import org.springframework.data.jpa.repository.JpaRepository;

interface Declarations extends JpaRepository<StoredDeclaration, StoredDeclaration.Id> {}
