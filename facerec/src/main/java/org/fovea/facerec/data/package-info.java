/// Pictures and the sets they come in: reading, splitting, augmenting.
package org.fovea.facerec.data;
