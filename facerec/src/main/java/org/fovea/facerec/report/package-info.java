/// What a run shows to people: overlays, and one HTML page that holds everything and needs nothing.
package org.fovea.facerec.report;
