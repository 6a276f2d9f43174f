/// What libraries and commands print in the same way.
package org.fovea.engine.text;
