package org.fovea.facerec.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.Collections;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.fovea.facerec.data.Printable;

/// TLS by the key and certificates in a keystore, of PKCS #12 or any other type that the JDK knows.
public final class Tls {
    private Tls() {}

    /// @param password of the keystore and of the key in it
    /// @throws IOException if the file cannot be read, the password is wrong, or it holds no key
    public static SSLContext of(Path keystore, char[] password) throws IOException {
        byte[] bytes = Files.readAllBytes(keystore);
        try {
            KeyStore store = load(bytes, password, Printable.of(keystore));
            boolean key = false;
            for (String alias : Collections.list(store.aliases())) {
                key |= store.isKeyEntry(alias);
            }
            if (!key) {
                throw new IOException(Printable.of(keystore) + ": the keystore holds no key");
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(Printable.of(keystore) + ": " + e.getMessage(), e);
        }
    }

    private static KeyStore load(byte[] bytes, char[] password, String source)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(new ByteArrayInputStream(bytes), password);
        } catch (IOException e) { // of the contents, whose message may be empty
            throw new IOException(
                    source + ": "
                            + (e.getCause() instanceof UnrecoverableKeyException
                                    ? "the keystore's password is another"
                                    : "no PKCS #12 keystore"),
                    e);
        }
        return store;
    }
}
