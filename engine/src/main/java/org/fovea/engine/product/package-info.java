/// Products of matrices for programs that have no network: what the layers multiply with, behind a door that checks.
package org.fovea.engine.product;
