/// Networks for faces: their architecture, the pictures they read, and the file a trained model is kept in.
package org.fovea.facerec.network;
